using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>What is true of a member between two moments.</summary>
public sealed record DatedFacts(IReadOnlyList<SectorBan> Bans, IReadOnlyList<DatedConsent> Consents)
{
    public static DatedFacts None { get; } = new([], []);
}

/// <summary>
/// The distinct partners, consent sets and lists of dated facts of one build, numbered as they are met. Number 0 is the empty one.
/// </summary>
public sealed class StandingTables
{
    private readonly Dictionary<string, int> _partnerNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _partners = [];
    private readonly Dictionary<string, int> _consentNumbers = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<uint[]> _consents = [[]];
    private readonly List<DatedFacts> _dated = [DatedFacts.None];
    private readonly Dictionary<(int, int), int> _joined = [];
    private readonly List<(int Set, int Dated)> _fields = [(0, 0)];

    public IReadOnlyList<string> Partners => _partners;

    /// <summary>Each contract as the file holds it: scene in the upper 8 bits, partner number in the lower 24; ascending.</summary>
    public IReadOnlyList<uint[]> ConsentSets => _consents;

    public IReadOnlyList<DatedFacts> Dated => _dated;

    /// <summary>Number of the set of these contracts, new or known.</summary>
    public int NumberOf(IEnumerable<Contract> contracts) => NumberOf(contracts.Select(BitsOf).Order().Distinct().ToArray());

    /// <summary>Number of the set of these contracts; −1 when it has none.</summary>
    public int FindNumberOf(IEnumerable<Contract> contracts)
    {
        var known = contracts.Select(contract =>
            _partnerNumbers.TryGetValue(contract.PartnerId, out var number) ? NumberOf(contract.Scene, number) : uint.MaxValue);
        return _consentNumbers.GetValueOrDefault(TextOf(known.Order().Distinct()), -1);
    }

    /// <summary>The contract behind one of the numbers of <see cref="ConsentSets"/>.</summary>
    public Contract ContractOf(uint bits) => new((Scene)(bits >> 24), _partners[(int)(bits & 0xFF_FFFF)]);

    /// <summary>Number of new dated facts; their order is by start.</summary>
    public int Add(DatedFacts facts)
    {
        if (facts.Bans.Count + facts.Consents.Count == 0)
        {
            return 0;
        }

        _dated.Add(new([.. facts.Bans.OrderBy(ban => ban.From)], [.. facts.Consents.OrderBy(consent => consent.From)]));
        return LastNumber(_dated.Count);
    }

    /// <summary>Number of a consents field: a set and what is dated, to be asked for with <see cref="ConsentsOf"/>.</summary>
    public int AddConsents((IReadOnlyList<Contract> Undated, IReadOnlyList<DatedConsent> Dated) field)
    {
        var set = NumberOf(field.Undated);
        if (field.Dated.Count == 0)
        {
            return set;
        }

        _fields.Add((set, Add(new DatedFacts([], field.Dated))));
        return -(_fields.Count - 1);
    }

    /// <summary>Set and dated facts of a consents field; where nothing is dated, its number is that of the set.</summary>
    public (int Set, int Dated) ConsentsOf(int field) => field >= 0 ? (field, 0) : _fields[-field];

    /// <summary>Number of the dated facts of two numbers together.</summary>
    public int Join(int one, int other)
    {
        if (one == 0 || other == 0)
        {
            return one + other;
        }

        if (!_joined.TryGetValue((one, other), out var both))
        {
            var (first, second) = (_dated[one], _dated[other]);
            both = Add(new([.. first.Bans, .. second.Bans], [.. first.Consents, .. second.Consents]));
            _joined.Add((one, other), both);
        }

        return both;
    }

    private int NumberOf(uint[] ascending)
    {
        var text = TextOf(ascending);
        if (!_consentNumbers.TryGetValue(text, out var number))
        {
            _consents.Add(ascending);
            number = LastNumber(_consents.Count);
            _consentNumbers.Add(text, number);
        }

        return number;
    }

    /// <summary>The number a contract has in <see cref="ConsentSets"/>; a partner met for the first time gets one.</summary>
    internal uint BitsOf(Contract contract)
    {
        if (!_partnerNumbers.TryGetValue(contract.PartnerId, out var number))
        {
            number = _partners.Count;
            _partners.Add(contract.PartnerId);
            _partnerNumbers.Add(contract.PartnerId, number);
        }

        return NumberOf(contract.Scene, number);
    }

    private static uint NumberOf(Scene scene, int partner) => ((uint)scene << 24) | (uint)partner;

    private static string TextOf(IEnumerable<uint> ascending) =>
        new(ascending.SelectMany(static bits => (char[])[(char)(bits >> 16), (char)bits]).ToArray());

    private static int LastNumber(int count) => count - 1 <= MemberFacts.MaxIndex
        ? count - 1
        : throw new InvalidOperationException($"More than {MemberFacts.MaxIndex} distinct consent sets or lists of dated facts.");
}

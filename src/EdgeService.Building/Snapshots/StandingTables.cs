using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>The distinct partners, consent sets and lists of bans of one build, numbered as they are met. Number 0 is the empty one.</summary>
public sealed class StandingTables
{
    private readonly Dictionary<string, int> _partnerNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _partners = [];
    private readonly Dictionary<string, int> _consentNumbers = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<uint[]> _consents = [[]];
    private readonly List<SectorBan[]> _bans = [[]];

    public IReadOnlyList<string> Partners => _partners;

    /// <summary>Each contract as the file holds it: scene in the upper 8 bits, partner number in the lower 24; ascending.</summary>
    public IReadOnlyList<uint[]> ConsentSets => _consents;

    public IReadOnlyList<IReadOnlyList<SectorBan>> BanLists => _bans;

    /// <summary>Number of the set of these contracts, new or known.</summary>
    public int NumberOf(IEnumerable<Contract> contracts) => NumberOf(contracts.Select(BitsOf).Order().Distinct().ToArray());

    /// <summary>The contract behind one of the numbers of <see cref="ConsentSets"/>.</summary>
    public Contract ContractOf(uint bits) => new((Scene)(bits >> 24), _partners[(int)(bits & 0xFF_FFFF)]);

    /// <summary>Number of a new list of bans.</summary>
    public int Add(IReadOnlyCollection<SectorBan> bans)
    {
        if (bans.Count == 0)
        {
            return 0;
        }

        _bans.Add([.. bans.OrderBy(ban => ban.From)]);
        return LastNumber(_bans.Count);
    }

    private int NumberOf(uint[] ascending)
    {
        var text = new string(ascending.SelectMany(static bits => (char[])[(char)(bits >> 16), (char)bits]).ToArray());
        if (!_consentNumbers.TryGetValue(text, out var number))
        {
            _consents.Add(ascending);
            number = LastNumber(_consents.Count);
            _consentNumbers.Add(text, number);
        }

        return number;
    }

    private uint BitsOf(Contract contract)
    {
        if (!_partnerNumbers.TryGetValue(contract.PartnerId, out var number))
        {
            number = _partners.Count;
            _partners.Add(contract.PartnerId);
            _partnerNumbers.Add(contract.PartnerId, number);
        }

        return ((uint)contract.Scene << 24) | (uint)number;
    }

    private static int LastNumber(int count) => count - 1 <= MemberFacts.MaxIndex
        ? count - 1
        : throw new InvalidOperationException($"More than {MemberFacts.MaxIndex} distinct consent sets or lists of bans.");
}

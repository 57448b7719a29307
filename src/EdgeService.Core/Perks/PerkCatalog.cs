using System.Collections.Frozen;

namespace EdgeService.Core.Perks;

/// <summary>Everything that is on offer, at one revision. Immutable and checked: every reference resolves, every id and code is unique.</summary>
public sealed class PerkCatalog
{
    private readonly FrozenDictionary<string, Perk> _perksById;
    private readonly FrozenDictionary<ushort, Perk> _perksByCode;
    private readonly FrozenDictionary<string, Partner> _partners;
    private readonly FrozenDictionary<string, Terminal> _terminals;
    private readonly FrozenDictionary<string, Audience> _audiences;

    internal PerkCatalog(long revision, IReadOnlyList<Perk> perks, IReadOnlyList<Partner> partners, IReadOnlyList<Terminal> terminals, IReadOnlyList<GateGroup> groups)
    {
        Revision = revision;
        Perks = perks;
        Partners = partners;
        Terminals = terminals;
        GateGroups = groups;
        _perksById = perks.ToFrozenDictionary(perk => perk.Id, StringComparer.Ordinal);
        _perksByCode = perks.ToFrozenDictionary(perk => perk.Code);
        _partners = partners.ToFrozenDictionary(partner => partner.Id, StringComparer.Ordinal);
        _terminals = terminals.ToFrozenDictionary(terminal => terminal.Urn, StringComparer.Ordinal);
        _audiences = terminals.Select(terminal => new Audience(terminal.Audience, terminal.Venue, [terminal]))
            .Concat(groups.Select(group => new Audience(group.Audience, group.Venue, group.Terminals)))
            .ToFrozenDictionary(audience => audience.Code, StringComparer.Ordinal);
    }

    /// <summary>Revision the file names, at least 1; it only ever rises.</summary>
    public long Revision { get; }

    /// <summary>Perks in the order of the file.</summary>
    public IReadOnlyList<Perk> Perks { get; }

    public IReadOnlyList<Partner> Partners { get; }

    public IReadOnlyList<Terminal> Terminals { get; }

    public IReadOnlyList<GateGroup> GateGroups { get; }

    /// <summary>Checks a draft and makes a catalog of it, or reports every fault.</summary>
    public static CatalogBuild Build(CatalogDraft draft)
    {
        var faults = CatalogLint.Check(draft);
        return faults.Count == 0 ? new CatalogBuild(CatalogAssembly.Assemble(draft), []) : new CatalogBuild(null, faults);
    }

    public Perk? FindPerk(string id) => _perksById.GetValueOrDefault(id);

    public Perk? FindPerk(ushort code) => _perksByCode.GetValueOrDefault(code);

    public Partner? FindPartner(string id) => _partners.GetValueOrDefault(id);

    /// <summary>The terminal with this URN (see <see cref="Terminal.Urn"/>).</summary>
    public Terminal? FindTerminal(string urn) => _terminals.GetValueOrDefault(urn);

    public Terminal? FindTerminal(string partnerId, string venueId, string terminalId) =>
        FindTerminal($"urn:perks:terminal:{partnerId}:{venueId}:{terminalId}");

    /// <summary>The terminal or gate group whose tokens carry this code.</summary>
    public Audience? FindAudience(string code) => _audiences.GetValueOrDefault(code);
}

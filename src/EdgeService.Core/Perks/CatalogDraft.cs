namespace EdgeService.Core.Perks;

/// <summary>A catalog as it was written, before it is checked. Its shape is that of the file, so that faults can name places in it.</summary>
public sealed record CatalogDraft(long Revision, IReadOnlyList<Perk> Perks, IReadOnlyList<PartnerDraft> Partners);

/// <summary>A partner as written; perks by id.</summary>
public sealed record PartnerDraft(string Id, LocalizedText Name, IReadOnlyList<string> PerkIds, IReadOnlyList<VenueDraft> Venues);

/// <summary>A venue as written.</summary>
public sealed record VenueDraft
{
    public required string Id { get; init; }

    public required VenueKind Kind { get; init; }

    public bool Attended { get; init; }

    public TimeSpan UtcOffset { get; init; }

    public LocalizedText? DeskText { get; init; }

    public string? Hotline { get; init; }

    /// <summary>Whether the deposit that a perk would waive can be paid here instead.</summary>
    public bool TakesDeposits { get; init; }

    public IReadOnlyList<TerminalDraft> Terminals { get; init; } = [];

    public IReadOnlyList<GateGroupDraft> GateGroups { get; init; } = [];
}

/// <summary>A terminal as written.</summary>
/// <param name="Id">Unique within the venue.</param>
/// <param name="Audience">Code that tokens for it carry.</param>
/// <param name="ReceiptKey">Base64 of the SubjectPublicKeyInfo of the key that it signs return receipts with; null where it signs none.</param>
public sealed record TerminalDraft(string Id, string Audience, string? ReceiptKey = null);

/// <summary>A gate group as written; terminals of the same venue by id.</summary>
public sealed record GateGroupDraft(string Audience, IReadOnlyList<string> TerminalIds);

/// <summary>One fault of a catalog.</summary>
/// <param name="Path">Place in the file, such as <c>perks[3].rule.all.rules[0].scoreAtLeast</c>; <c>line 7</c> where the text itself is broken.</param>
/// <param name="Message">What is wrong, for the catalog's author.</param>
public sealed record CatalogFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A catalog, or every fault that kept it from being one.</summary>
public sealed record CatalogBuild(PerkCatalog? Catalog, IReadOnlyList<CatalogFault> Faults);

namespace EdgeService.Rekeying;

/// <summary>What the operator asked for.</summary>
public sealed record RekeyChoices
{
    /// <summary>Files of member ids.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>Version of the member secret that the ledger is to stand under.</summary>
    public required int To { get; init; }

    /// <summary>Whether members of the ledger who are in no file get keys drawn at random.</summary>
    public bool RandomKeysForOthers { get; init; }

    /// <summary>Whether former keys are kept of members in the ledger alone.</summary>
    public bool KeepKnownOnly { get; init; }

    /// <summary>Whether everything is done and then undone.</summary>
    public bool DryRun { get; init; }
}

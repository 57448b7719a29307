using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>A member under both secrets.</summary>
/// <param name="Before">The key that the ledger has.</param>
/// <param name="After">The key that it is to have.</param>
/// <param name="Tag">The member's tag under the new secret.</param>
/// <param name="Former">The key before, sealed.</param>
public readonly record struct RekeyedMember(MemberKey Before, MemberKey After, MemberTag Tag, UInt128 Former);

/// <summary>What a re-keying is to do.</summary>
public sealed record LedgerRekeying
{
    /// <summary>The member secret that the ledger stands under.</summary>
    public required LedgerSecret From { get; init; }

    /// <summary>The one that it is to stand under.</summary>
    public required LedgerSecret To { get; init; }

    /// <summary>Everybody whose id is known; read once. One named twice is the same.</summary>
    public required IEnumerable<RekeyedMember> Members { get; init; }

    /// <summary>Seals the key of a member whose id is not known.</summary>
    public required Func<MemberKey, UInt128> Seal { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether members of the ledger whose ids are not known get keys drawn at random; otherwise they stop it.</summary>
    public bool OthersAtRandom { get; init; }

    /// <summary>Whether former keys are kept of those alone who are in the ledger.</summary>
    public bool KeepsKnownOnly { get; init; }

    /// <summary>Whether everything is done and then undone.</summary>
    public bool DryRun { get; init; }

    /// <summary>Told what is being done.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}

/// <summary>How a re-keying ended.</summary>
public enum RekeyingResult
{
    /// <summary>Everything stands under the new secret; or would, in a dry run.</summary>
    Done = 1,

    /// <summary>Members of the ledger are not among those given. Nothing was changed.</summary>
    MembersUnknown = 2,

    /// <summary>A new key is another member's, before or after. Nothing was changed.</summary>
    KeysCollide = 3,
}

/// <summary>What a re-keying came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Given">Members given.</param>
/// <param name="InLedger">Members in the ledger.</param>
/// <param name="Unknown">Of those, how many were not given.</param>
/// <param name="FormerKeys">Former keys kept of this re-keying.</param>
/// <param name="Rows">Rows that were given another member, by table.</param>
public sealed record RekeyingReport(
    RekeyingResult Result, long Given, long InLedger, long Unknown, long FormerKeys, IReadOnlyDictionary<string, long> Rows);

using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Flow;

/// <summary>A decision opened to the member it concerns.</summary>
public sealed record Explained
{
    public required Outcome Outcome { get; init; }

    /// <summary>The coarse code that the terminal got.</summary>
    public required TerminalCode Code { get; init; }

    /// <summary>Every reason, the principal one first.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>The perk; null when the catalog has it no more.</summary>
    public required Perk? Perk { get; init; }

    /// <summary>Who asked: <c>partner:venue:terminal</c>, or the app's name.</summary>
    public required string Asker { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required Basis Basis { get; init; }

    /// <summary>The score step that would change the answer; null where none would.</summary>
    public required ScoreStep? NextStep { get; init; }
}

using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Opens a decision id to the reasons, for the member it concerns and nobody else. Needs no log: the id holds everything.</summary>
public sealed class ExplainFlow(Grounds grounds, Presence presence, Seals seals)
{
    internal static readonly EdgeFault Unknown = new(
        FaultReason.DecisionUnknown, "No such decision of this member. Check the claim code, and whose app code was sent.");

    public Explained Run(Caller caller, in MemberRef member, ReadOnlySpan<byte> decisionId)
    {
        using var ground = grounds.Take();
        var asking = presence.Resolve(member, caller, null, ground);
        return seals.TryOpenDecision(decisionId, out var content) && content.Member == asking
            ? Explain(ground.Catalog, content)
            : throw new EdgeFaultException(Unknown);
    }

    /// <summary>What a decision id holds, in the words of today's catalog.</summary>
    internal static Explained Explain(PerkCatalog catalog, in SealedDecision content) => new()
    {
        Outcome = (Outcome)content.Outcome,
        Code = (TerminalCode)content.CoarseCode,
        Reasons = InOrder((Reason)content.PrincipalReason, new ReasonSet(content.ReasonMask)),
        Perk = catalog.FindPerk(content.PerkCode),
        Asker = content.Terminal,
        DecidedAt = content.DecidedAt,
        Basis = new Basis(content.SnapshotRevision, content.CatalogRevision, content.AsOf, Age(content)),
        NextStep = content.NextScoreStep == SealedDecision.NoNextScoreStep ? null : new ScoreStep(content.NextScoreStep),
    };

    private static TimeSpan Age(in SealedDecision content) =>
        content.DecidedAt > content.AsOf ? content.DecidedAt - content.AsOf : TimeSpan.Zero;

    /// <summary>All reasons, the principal one first and the others in the order of deciding.</summary>
    public static IReadOnlyList<Reason> InOrder(Reason principal, ReasonSet reasons) =>
        principal == Reason.None ? [] : [principal, .. reasons.ToList().Where(reason => reason != principal)];
}

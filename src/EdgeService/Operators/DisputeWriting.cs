using EdgeService.Core.Changes;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using Edge = Perks.Edge.V1;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Disputes as operators see them, on the wire.</summary>
public static class DisputeWriting
{
    public static Dispute Write(DisputeSight sight)
    {
        var (dispute, subject) = (sight.Dispute, sight.Dispute.Subject);
        return new Dispute
        {
            DisputeId = sight.Id,
            State = (DisputeState)dispute.State,
            Subject = (Wire.DisputeSubject)subject.Kind,
            Ban = subject.Ban is { } ban ? Write(ban) : null,
            ClaimCode = subject.DecisionId.IsEmpty ? "" : DecisionSeal.ClaimCodeOf(subject.DecisionId.Span),
            PartnerId = subject.PartnerId,
            MemberPseudonym = sight.Pseudonym,
            Statement = dispute.Statement,
            LanguageCode = dispute.Language,
            OpenTime = dispute.OpenedAt.ToTimestamp(),
            DeadlineTime = dispute.Deadline.ToTimestamp(),
            Overdue = dispute.IsOverdueAt(sight.At),
            ResolveTime = dispute.Resolution?.At.ToTimestamp(),
            ResolutionReason = dispute.Resolution?.Reason ?? "",
            Resolver = dispute.Resolution?.Actor ?? "",
            ListingLifted = dispute.Resolution?.Lifted ?? false,
        };
    }

    public static ContestedDecision Write(Explained explained)
    {
        var message = new ContestedDecision
        {
            Outcome = (Edge.Outcome)explained.Outcome,
            RefusalCode = (Edge.RefusalCode)explained.Code,
            PerkId = explained.Perk?.Id ?? "",
            Asker = explained.Asker,
            DecideTime = explained.DecidedAt.ToTimestamp(),
            Basis = BasisWriting.Write(explained.Basis),
            NextScoreStep = explained.NextStep?.Floor ?? 0,
        };
        message.Reasons.Add(explained.Reasons.Select(DecisionNames.Of));
        return message;
    }

    private static BanRef Write(BanName ban) => new()
    {
        Sector = ban.Sector == Core.Snapshots.Sector.Other ? Sector.Other : (Sector)ban.Sector,
        Scope = (BanScope)ban.Scope,
        StartTime = ban.From?.ToTimestamp(),
    };
}

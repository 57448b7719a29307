using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Disputes;

/// <summary>What came of opening or deciding a dispute.</summary>
public enum DisputeResult
{
    Done = 1,

    /// <summary>The same thing is contested already, and open.</summary>
    AlreadyOpen = 2,

    /// <summary>The member has as many open ones as may be.</summary>
    TooMany = 3,

    NoSuchDispute = 4,

    /// <summary>A person has decided it before.</summary>
    AlreadyDecided = 5,

    /// <summary>There is no listing in it that could be lifted.</summary>
    NothingToLift = 6,

    /// <summary>A person has rejected an objection to the same listing not long ago.</summary>
    RejectedLately = 7,
}

/// <summary>The dispute as it then is, and what it changes about the member.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Dispute">The dispute afterwards; the earlier one if the same is contested already or was rejected lately; null where there is none.</param>
/// <param name="Acts">What changes about the member, in order.</param>
public sealed record DisputeStep(DisputeResult Result, MemberDispute? Dispute, IReadOnlyList<ChangeAct> Acts);

/// <summary>Opens and decides disputes: values in, values out.</summary>
public static class Disputing
{
    /// <summary>So many of one member may be open at once; a person must read each.</summary>
    public const int MostOpen = 10;

    /// <summary>
    /// How long a rejection stands before the same listing may be contested again. An open objection to a ban makes checks refer to a person, so that
    /// whoever could repeat one at once would never be refused. A ban with another begin is another one, and is contested when it comes.
    /// </summary>
    public static readonly TimeSpan Rest = TimeSpan.FromDays(90);

    /// <param name="file">What is known of the member.</param>
    /// <param name="member">Who contests.</param>
    /// <param name="subject">What is contested.</param>
    /// <param name="statement">What the member says.</param>
    /// <param name="language">In which language the member is answered.</param>
    /// <param name="now">The moment.</param>
    /// <param name="time">How long a person has.</param>
    public static DisputeStep Open(
        MemberFile file, MemberTag member, DisputeSubject subject, string statement, string language, DateTimeOffset now, TimeSpan time)
    {
        var open = file.Disputes.Where(dispute => dispute.State == DisputeState.Open).ToList();
        if (open.Find(dispute => dispute.Subject.IsSameAs(subject)) is { } known)
            return new(DisputeResult.AlreadyOpen, known, []);
        if (subject.Kind is DisputeKind.Ban or DisputeKind.CourtListing
            && file.Disputes.LastOrDefault(dispute => dispute.State == DisputeState.Rejected && dispute.Subject.IsSameAs(subject)) is { } rejected && now < RestOf(rejected))
            return new(DisputeResult.RejectedLately, rejected, []);
        if (open.Count >= MostOpen)
            return new(DisputeResult.TooMany, null, []);
        var opened = new MemberDispute
        {
            Number = file.NextNumber,
            Member = member,
            Subject = subject,
            Statement = statement,
            Language = language,
            OpenedAt = now,
            Deadline = now + time,
        };
        return new(DisputeResult.Done, opened, StateOf(opened));
    }

    /// <summary>From when on what a person has decided may be contested again.</summary>
    public static DateTimeOffset RestOf(MemberDispute decided) => (decided.Resolution?.At ?? DateTimeOffset.MinValue) + Rest;

    /// <param name="file">What is known of the member.</param>
    /// <param name="number">Which dispute.</param>
    /// <param name="resolution">How a person decided.</param>
    public static DisputeStep Decide(MemberFile file, long number, DisputeResolution resolution)
    {
        if (file.Disputes.FirstOrDefault(dispute => dispute.Number == number) is not { } before)
            return new(DisputeResult.NoSuchDispute, null, []);
        if (before.Resolution is not null)
            return new(DisputeResult.AlreadyDecided, before, []);
        var decided = before with { Resolution = resolution };
        if (!resolution.Lifted)
            return new(DisputeResult.Done, decided, StateOf(decided));
        return LiftOf(decided.Subject) is { } lift
            ? new(DisputeResult.Done, decided, [lift])
            : new(DisputeResult.NothingToLift, before, []);
    }

    /// <summary>A ban carries where its dispute stands, so that every edge refers to a person meanwhile, and lets it count no more if it is upheld.</summary>
    private static ChangeAct[] StateOf(MemberDispute dispute) => dispute.Subject.Ban is { } ban ? [new SetDispute(ban, dispute.State)] : [];

    private static ChangeAct? LiftOf(DisputeSubject subject) => subject switch
    {
        { Ban: { } ban } => new LiftBan(ban),
        { Kind: DisputeKind.CourtListing } => new SetCourtListing(false),
        _ => null,
    };
}

namespace EdgeService.Core.Changes;

/// <summary>One record of a change log; the README beside it has the bytes.</summary>
public abstract record ChangeRecord
{
    private protected ChangeRecord()
    {
    }
}

/// <summary>A change that was acknowledged.</summary>
public sealed record ChangeMade(StandingChange Change) : ChangeRecord;

/// <summary>The origin knew of no change after <paramref name="Through"/> until <paramref name="AsOf"/>.</summary>
public sealed record Heartbeat(long Through, DateTimeOffset AsOf) : ChangeRecord;

/// <summary>Changes up to <paramref name="Through"/> are no longer in the log: the snapshots kept then held them.</summary>
public sealed record ChangesDropped(long Through) : ChangeRecord;

/// <summary>What a member did, as it reached this edge. Acts have a numbering of their own, so that none collides with an operator's change.</summary>
/// <param name="Act">The act; its revision is its number among acts.</param>
/// <param name="After">The last change that counted here when it came: of changes before it none can speak of what the member had not yet done.</param>
public sealed record ActArrived(StandingChange Act, long After) : ChangeRecord;

/// <summary>A later change says what an act said, or more: from then on the change counts.</summary>
public sealed record ActSettled(long Number, Members.MemberTag Member) : ChangeRecord;

/// <summary>Acts up to <paramref name="Through"/> have come; of those only what follows is kept.</summary>
public sealed record ActsThrough(long Through) : ChangeRecord;

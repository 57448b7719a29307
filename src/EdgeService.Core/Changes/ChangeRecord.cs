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

using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>Applies changes that operators, or an origin, send.</summary>
public sealed class ChangeFlow(CurrentSnapshot snapshot, AppCodeReader members, TimeProvider clock, ILogger<ChangeFlow> log)
{
    /// <summary>How far the clock of whoever decides a change may run ahead of this one.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(30);

    /// <summary>No moment later than this can have been reached by anybody: data must not be called fresh for longer than it is.</summary>
    public DateTimeOffset Latest => clock.GetUtcNow() + ClockSlack;

    /// <summary>The tag of a member id; false if it is none.</summary>
    public bool TryTagOf(string memberId, out MemberTag member) => members.TryTagOf(memberId, out member);

    /// <summary>The tag of a card or document by its number; false if that is none.</summary>
    public bool TryAliasOf(MemberRefKind kind, string partnerId, string number, out AliasTag alias) =>
        members.TryAliasOf(kind, partnerId, number, out alias);

    /// <summary>Applies all changes or none; on disk and in force when this returns.</summary>
    /// <exception cref="EdgeFaultException">Some do not fit, or the disk did not take them: none was applied.</exception>
    public AppliedChanges Apply(Caller caller, IReadOnlyList<StandingChange> changes, DateTimeOffset? asOf, bool validateOnly)
    {
        switch (Offer(changes, asOf, validateOnly))
        {
            case ApplyOutcome.Applied applied:
                if (!validateOnly && applied.New > 0)
                    log.ChangesApplied(applied.New, applied.Through, caller.Name);
                return new(applied.New, applied.Repeated, applied.Ineffective, applied.Through);
            case ApplyOutcome.Misplaced misplaced:
                throw new EdgeFaultException(SnapshotFaults.Misplaced(changes, misplaced.Places));
            case ApplyOutcome.NotStored failed:
                log.ChangesNotStored(failed.Fault);
                throw new EdgeFaultException(SnapshotFaults.NotStored);
            default:
                throw new InvalidOperationException("An outcome of another kind.");
        }
    }

    private ApplyOutcome Offer(IReadOnlyList<StandingChange> changes, DateTimeOffset? asOf, bool validateOnly)
    {
        try
        {
            return snapshot.Apply(changes, asOf, validateOnly);
        }
        catch (SnapshotLostException)
        {
            throw new EdgeFaultException(Grounds.NotReady);
        }
    }
}

/// <summary>What became of changes.</summary>
/// <param name="New">Changes that were new.</param>
/// <param name="Repeated">Changes applied before.</param>
/// <param name="Ineffective">New ones without effect: their members are not enrolled, or a card is somebody else's.</param>
/// <param name="Through">Revision of the last change that counts.</param>
public sealed record AppliedChanges(int New, int Repeated, int Ineffective, long Through);

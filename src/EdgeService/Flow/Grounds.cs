using EdgeService.Catalog;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Snapshots;

namespace EdgeService.Flow;

/// <summary>Takes the ground a call stands on.</summary>
public sealed class Grounds(CurrentCatalog catalog, CurrentSnapshot snapshot, TimeProvider clock)
{
    private static readonly EdgeFault NotReady = new(
        FaultReason.NotReady, "This edge has no usable snapshot or catalog yet. Ask another edge, or try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static readonly EdgeFault TooOld = new(
        FaultReason.BasisTooOld, "This edge's data is older than at_least_as_fresh. Try again after a delay, or ask another edge.");

    /// <summary>The catalog and snapshot in use now. Dispose it when the last decision on it is taken.</summary>
    /// <exception cref="EdgeFaultException">Nothing usable is loaded, or it is older than the floor.</exception>
    public Ground Take(in BasisFloor floor = default)
    {
        var now = clock.GetUtcNow();
        if (!snapshot.IsThere)
            throw new EdgeFaultException(NotReady);
        var lease = snapshot.Acquire();
        var perks = catalog.Catalog;
        var asOf = lease.AsOf;
        var age = now > asOf ? now - asOf : TimeSpan.Zero;
        var basis = new Basis(lease.Revision, perks.Revision, asOf, age);
        if (floor.IsMetBy(basis))
            return new Ground(perks, lease, basis, now);
        lease.Dispose();
        throw new EdgeFaultException(TooOld);
    }
}

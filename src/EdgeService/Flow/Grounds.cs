using EdgeService.Catalog;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Snapshots;

namespace EdgeService.Flow;

/// <summary>Takes the ground a call stands on.</summary>
public sealed class Grounds(CurrentCatalog catalog, CurrentSnapshot snapshot, TimeProvider clock)
{
    internal static readonly EdgeFault NotReady = new(
        FaultReason.NotReady, "This edge has no usable snapshot or catalog yet. Ask another edge, or try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>Ends the call of a terminal that the catalog does not have, before anything that was kept for it is looked up.</summary>
    /// <exception cref="EdgeFaultException">It is not there.</exception>
    public void RequireRegistered(Caller caller)
    {
        if (caller.Role == CallerRole.Terminal)
            Places.TerminalOf(caller, catalog.Catalog);
    }

    /// <summary>The catalog and snapshot in use now. Dispose it when the last decision on it is taken.</summary>
    /// <exception cref="EdgeFaultException">Nothing usable is loaded, or it is older than the floor.</exception>
    public Ground Take(in BasisFloor floor = default)
    {
        var now = clock.GetUtcNow();
        if (!snapshot.TryAcquire(out var lease))
            throw new EdgeFaultException(NotReady);
        var ground = new Ground(catalog.Catalog, lease, floor, now);
        try
        {
            ground.Require(floor);
            return ground;
        }
        catch
        {
            ground.Dispose();
            throw;
        }
    }
}

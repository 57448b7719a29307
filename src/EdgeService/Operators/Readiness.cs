namespace EdgeService.Operators;

/// <summary>What the service needs in order to answer. Each is asked whenever health is asked: nothing is remembered.</summary>
public sealed record Readiness(Func<bool> Snapshot, Func<bool> Catalog, Func<bool> Key, Func<bool> Ledger)
{
    public bool CanDecide => Snapshot() && Catalog() && Key();

    public bool CanWrite => CanDecide && Ledger();
}

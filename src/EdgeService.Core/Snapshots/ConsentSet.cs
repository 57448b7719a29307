namespace EdgeService.Core.Snapshots;

/// <summary>A set of contracts. Distinct sets are shared: the snapshot holds each once and members point at it.</summary>
public sealed class ConsentSet
{
    private readonly HashSet<Contract> _contracts;

    public ConsentSet(IEnumerable<Contract> contracts) => _contracts = [.. contracts];

    /// <summary>No consent at all.</summary>
    public static ConsentSet None { get; } = new([]);

    /// <summary>Contracts in no particular order.</summary>
    public IReadOnlyCollection<Contract> Contracts => _contracts;

    public bool Contains(Contract contract) => _contracts.Contains(contract);
}

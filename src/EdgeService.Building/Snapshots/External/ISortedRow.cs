namespace EdgeService.Building.Snapshots.External;

/// <summary>A row that is parted by its first bits, which are a hash's, and then sorted.</summary>
internal interface ISortedRow<TSelf>
    where TSelf : unmanaged, ISortedRow<TSelf>
{
    /// <summary>What it is sorted by first.</summary>
    ulong Leading { get; }

    /// <summary>Whether it comes before another one.</summary>
    bool IsBefore(in TSelf other);
}

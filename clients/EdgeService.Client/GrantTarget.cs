using Google.Protobuf.WellKnownTypes;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>Which grant is meant: by its id, or by something lent and not yet returned.</summary>
public abstract record GrantTarget
{
    private GrantTarget()
    {
    }

    /// <summary>A grant as a whole.</summary>
    public static GrantTarget Grant(string grantId) => new ById(grantId);

    /// <summary>One thing, such as a bike number; the rest of its grant stays out.</summary>
    public static GrantTarget Item(string itemRef) => new ByItem(itemRef);

    internal abstract GetGrantRequest ToGet();

    internal abstract ReturnGrantRequest ToReturn(string requestId, DateTimeOffset? returnTime);

    internal abstract ReportLostRequest ToLost(string requestId, Money? claim, string reason);

    private sealed record ById(string GrantId) : GrantTarget
    {
        internal override ReportLostRequest ToLost(string requestId, Money? claim, string reason) =>
            new() { RequestId = requestId, GrantId = GrantId, Claim = claim, Reason = reason };

        internal override GetGrantRequest ToGet() => new() { GrantId = GrantId };

        internal override ReturnGrantRequest ToReturn(string requestId, DateTimeOffset? returnTime) =>
            new() { RequestId = requestId, GrantId = GrantId, ReturnTime = returnTime?.ToTimestamp() };
    }

    private sealed record ByItem(string ItemRef) : GrantTarget
    {
        internal override ReportLostRequest ToLost(string requestId, Money? claim, string reason) =>
            new() { RequestId = requestId, ItemRef = ItemRef, Claim = claim, Reason = reason };

        internal override GetGrantRequest ToGet() => new() { ItemRef = ItemRef };

        internal override ReturnGrantRequest ToReturn(string requestId, DateTimeOffset? returnTime) =>
            new() { RequestId = requestId, ItemRef = ItemRef, ReturnTime = returnTime?.ToTimestamp() };
    }
}

using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client.Links;

/// <summary>What a failed call says of the way to the edge.</summary>
internal static class LinkFault
{
    /// <summary>Tells the link, and says whether another edge, or another attempt, may answer what this one did not.</summary>
    /// <param name="failure">What came instead of an answer.</param>
    /// <param name="link">Where it was asked.</param>
    /// <param name="silent">Whether the time of this attempt alone ran out, so that the edge may hang.</param>
    /// <param name="cancelled">Whether the caller gave up.</param>
    public static bool IsWorthAnother(RpcException failure, EdgeLink link, bool silent, bool cancelled)
    {
        if (cancelled)
            return false;
        var fault = EdgeFault.Read(failure);
        if (fault.Reason != ErrorReason.Unspecified)
            return OfService(fault, link);
        if (failure.StatusCode == StatusCode.DeadlineExceeded && silent)
        {
            link.Broke("the edge does not answer in time");
            return true;
        }

        if (!IsOfConnection(failure.StatusCode))
            return false;
        link.Broke(failure.Status.Detail);
        return true;
    }

    private static bool OfService(EdgeFault fault, EdgeLink link)
    {
        var refused = fault.Reason is ErrorReason.IdentityMissing or ErrorReason.IdentityUnknown or ErrorReason.IdentitySuspended or ErrorReason.IdentityRevoked;
        if (refused)
            link.Refused(fault.Message);
        else
            link.Answered();
        return fault.Status == StatusCode.Unavailable;
    }

    /// <summary>Statuses that a client makes of a connection that could not be made, broke or was closed. The service always names a reason.</summary>
    private static bool IsOfConnection(StatusCode status) => status is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown;
}

using EdgeService.Audit;
using EdgeService.Faults;
using EdgeService.Identity;
using Grpc.Core;

namespace EdgeService.Terminals;

/// <summary>Items of a batch, a stream or an upload that were refused for who asked: the call itself ends well, so the door does not see them.</summary>
public sealed class RefusedItems(AuditTrail audit)
{
    public void Note(EdgeFault fault, ServerCallContext context)
    {
        if (!RefusedCaller.IsMeantBy(fault.Reason))
            return;
        var call = context.GetHttpContext();
        var actor = call.Features.Get<ConnectionIdentity>()?.ClaimedBy(call) ?? "";
        audit.Refused(actor, context.Method.TrimStart('/'), FaultMapping.NameOf(fault.Reason), call.TraceIdentifier);
    }
}

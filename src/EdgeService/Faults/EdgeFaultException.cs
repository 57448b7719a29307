using Grpc.Core;

namespace EdgeService.Faults;

/// <summary>
/// Ends a call with a fault. Being an <see cref="RpcException"/>, it reaches the caller alike from unary and streaming
/// methods, and calls that do not fault pay nothing for it.
/// </summary>
public sealed class EdgeFaultException(EdgeFault fault) : RpcException(FaultMapping.StatusOf(fault), FaultMapping.TrailersOf(fault))
{
    public EdgeFault Fault { get; } = fault;
}

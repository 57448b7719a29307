using System.Collections.Concurrent;
using EdgeService.Identity;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace EdgeService.Doors;

/// <summary>What holds for every call of one method.</summary>
/// <param name="Roles">Who may call it.</param>
/// <param name="Acting">Whose calls of it are administrative acts.</param>
/// <param name="Unary">One request, one reply.</param>
/// <param name="Waits">Whether it may wait, as for the ledger, and so has a deadline. What is answered at once from memory needs no timer.</param>
/// <param name="Sheddable">Turned away when too much is under way. Health answers always; who watches it holds a stream like any other.</param>
/// <param name="Capped">Ends after two seconds at most. Operators' work on snapshots takes as long as it takes.</param>
public sealed record CallPolicy(CallerRole Roles, CallerRole Acting, bool Unary, bool Waits, bool Sheddable, bool Capped)
{
    public static CallPolicy Of(IMethod method, MethodAccess access) => new(
        access.Roles,
        access.Acting,
        method.Type == MethodType.Unary,
        method.Type == MethodType.Unary && method.ServiceName != "perks.edge.v1.EligibilityService",
        method.ServiceName != "grpc.health.v1.Health" || method.Type != MethodType.Unary,
        method.Type == MethodType.Unary && method.ServiceName != "perks.admin.v1.SnapshotService");
}

/// <summary>The policies of all methods that were called, each made once: one look-up a call.</summary>
public sealed class CallPolicies(AccessTable access)
{
    private readonly ConcurrentDictionary<Endpoint, CallPolicy?> _known = new();

    /// <summary>Null where the endpoint is no method.</summary>
    public CallPolicy? Of(Endpoint endpoint) => _known.TryGetValue(endpoint, out var policy) ? policy : _known.GetOrAdd(endpoint, Make);

    private CallPolicy? Make(Endpoint endpoint) => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method: var method }
        ? CallPolicy.Of(method, access.Of(method.ServiceName, method.Name))
        : null;
}

using System.Collections.Concurrent;
using EdgeService.Identity;
using Grpc.Core;

namespace EdgeService.Doors;

/// <summary>What holds for every call of one method.</summary>
/// <param name="Roles">Who may call it.</param>
/// <param name="Unary">One request, one reply.</param>
/// <param name="Waits">Whether it may wait, as for the ledger, and so has a deadline. What is answered at once from memory needs no timer.</param>
/// <param name="Sheddable">Turned away when too much is under way. Health answers always; who watches it holds a stream like any other.</param>
/// <param name="Capped">Ends after two seconds at most. Operators' work on snapshots takes as long as it takes.</param>
public sealed record CallPolicy(CallerRole Roles, bool Unary, bool Waits, bool Sheddable, bool Capped)
{
    private static readonly ConcurrentDictionary<IMethod, CallPolicy> Known = new();

    public static CallPolicy Of(IMethod method) => Known.GetOrAdd(method, For);

    private static CallPolicy For(IMethod method) => new(
        AccessTable.RolesFor(method.ServiceName, method.Name),
        method.Type == MethodType.Unary,
        method.Type == MethodType.Unary && method.ServiceName != "perks.edge.v1.EligibilityService",
        method.ServiceName != "grpc.health.v1.Health" || method.Type != MethodType.Unary,
        method.Type == MethodType.Unary && method.ServiceName != "perks.admin.v1.SnapshotService");
}

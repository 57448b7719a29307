namespace EdgeService.Identity;

/// <summary>Which roles may call which method. What is not listed is denied to all.</summary>
public static class AccessTable
{
    private const string Edge = "perks.edge.v1.";
    private const string Member = "perks.member.v1.";

    public static CallerRole RolesFor(string service, string method) => (service, method) switch
    {
        ("perks.edge.v1.TokenService", "RevokeToken") => CallerRole.Terminal | CallerRole.MemberApp | CallerRole.Operator,
        // What an operator does at a member's call: lost before the partner may say so, given up, given back.
        ("perks.edge.v1.GrantService", "ReportLost" or "WaiveCharge" or "RecordRefund") => CallerRole.Terminal | CallerRole.Operator,
        _ when service.StartsWith(Edge, StringComparison.Ordinal) => CallerRole.Terminal,
        _ when service.StartsWith(Member, StringComparison.Ordinal) => CallerRole.MemberApp,
        ("perks.admin.v1.LedgerService" or "perks.admin.v1.SnapshotService", _) => CallerRole.Operator,
        ("grpc.health.v1.Health" or "grpc.reflection.v1.ServerReflection" or "grpc.reflection.v1alpha.ServerReflection", _) => CallerRole.Any,
        _ => CallerRole.None,
    };
}

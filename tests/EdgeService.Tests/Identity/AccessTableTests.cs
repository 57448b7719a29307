using EdgeService.Identity;

namespace EdgeService.Tests.Identity;

public sealed class AccessTableTests
{
    [Theory]
    [InlineData("perks.edge.v1.EligibilityService", "CheckEligibility", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.TokenService", "IssueToken", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.TokenService", "RevokeToken", CallerRole.Terminal | CallerRole.MemberApp | CallerRole.Operator)]
    [InlineData("perks.edge.v1.GrantService", "BeginGrant", CallerRole.Terminal)]
    [InlineData("perks.member.v1.MembershipService", "IssueToken", CallerRole.MemberApp)]
    [InlineData("grpc.health.v1.Health", "Check", CallerRole.Any)]
    [InlineData("grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", CallerRole.Any)]
    [InlineData("grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", CallerRole.Any)]
    [InlineData("perks.edge.v1.GrantService", "ExtendGrant", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.GrantService", "AddCharge", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.GrantService", "RecordPayment", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.GrantService", "ReportLost", CallerRole.Terminal | CallerRole.Operator)]
    [InlineData("perks.edge.v1.GrantService", "WaiveCharge", CallerRole.Terminal | CallerRole.Operator)]
    [InlineData("perks.edge.v1.GrantService", "RecordRefund", CallerRole.Terminal | CallerRole.Operator)]
    [InlineData("perks.edge.v1.GrantService", "HoldAmount", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.GrantService", "CloseGrant", CallerRole.Terminal)]
    [InlineData("perks.edge.v1.GrantService", "ReportOfflineClaims", CallerRole.Terminal)]
    [InlineData("perks.member.v1.MembershipService", "SubmitReceipt", CallerRole.MemberApp)]
    [InlineData("perks.member.v1.MembershipService", "ListGrants", CallerRole.MemberApp)]
    [InlineData("perks.admin.v1.LedgerService", "GetGrant", CallerRole.Operator)]
    [InlineData("perks.admin.v1.LedgerService", "ExportEntries", CallerRole.Operator)]
    [InlineData("perks.admin.v1.LedgerService", "ResolveConflict", CallerRole.Operator)]
    [InlineData("perks.admin.v1.LedgerService", "BackUp", CallerRole.Operator)]
    [InlineData("perks.admin.v1.Ledger", "GetGrant", CallerRole.None)]
    [InlineData("perks.edge.v10.TokenService", "IssueToken", CallerRole.None)]
    [InlineData("grpc.health.v1.Healthy", "Check", CallerRole.None)]
    public void Method_is_open_to_the_listed_roles_only(string service, string method, CallerRole roles) =>
        Assert.Equal(roles, AccessTable.RolesFor(service, method));
}

using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;

namespace EdgeService.Tests.Identity;

/// <summary>Each role has an authority of its own, and a certificate that another has signed is nobody's, whatever it says.</summary>
public sealed class RoleAuthorityTests(RoleAuthorityTests.Host host) : IClassFixture<RoleAuthorityTests.Host>
{
    private static readonly (CallerRole Role, string Urn, string Authority)[] Roles =
    [
        (CallerRole.Terminal, "urn:perks:terminal:citybike:central-park:dock-1", "terminals-ca"),
        (CallerRole.MemberApp, "urn:perks:member-app:development", "member-apps-ca"),
        (CallerRole.Operator, "urn:perks:operator:development", "operators-ca"),
        (CallerRole.Replica, "urn:perks:replica:development", "replicas-ca"),
    ];

    public static TheoryData<CallerRole, string, string, bool> Pairs()
    {
        var pairs = new TheoryData<CallerRole, string, string, bool>();
        foreach (var (role, urn, own) in Roles)
        {
            foreach (var (_, _, authority) in Roles.Append((CallerRole.None, "", "ca")))
                pairs.Add(role, urn, authority, authority == own);
        }

        return pairs;
    }

    /// <summary>Health is open to every role, so that only the identity can be what is refused.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Certificate_is_its_callers_only_under_the_authority_of_its_role(CallerRole role, string urn, string authority, bool good)
    {
        using var signing = host.Edge.Authority(authority);
        var health = new Health.HealthClient(host.Edge.As(TrialCertificates.Signed(signing, [urn])));
        var end = await Record.ExceptionAsync(async () => await health.CheckAsync(new HealthCheckRequest()));
        if (good)
            Assert.Null(end);
        else if (authority == "ca")
            Assert.IsType<RpcException>(end); // The server's own authority is nobody's: refused in the handshake.
        else
            Assert.Equal((StatusCode.PermissionDenied, "IDENTITY_UNKNOWN", role), ((end as RpcException)!.StatusCode, (end as RpcException)!.Trailers.GetValue("perks-error-reason"), role));
    }

    [Fact]
    public async Task Without_an_authority_of_replicas_there_are_none()
    {
        await using var edge = await EdgeHost.StartAsync("--Edge:Pki:ReplicaAuthorityFile=");
        var health = new Health.HealthClient(edge.As("replica"));
        await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest()));
        await new Health.HealthClient(edge.As("operator")).CheckAsync(new HealthCheckRequest());
    }

    public sealed class Host : IAsyncLifetime
    {
        public EdgeHost Edge { get; private set; } = null!;

        public async Task InitializeAsync() => Edge = await EdgeHost.StartAsync();

        public async Task DisposeAsync() => await Edge.DisposeAsync();
    }
}

using System.Collections.Frozen;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

public sealed class NoKeyTests
{
    [Fact]
    public async Task Token_that_no_key_may_sign_is_refused_as_not_ready_while_others_are_issued()
    {
        await using var host = await EdgeHost.StartAsync();
        var folder = Path.Combine(host.Home, "keys");
        Directory.GetFiles(folder, "*.key").ToList().ForEach(File.Delete);
        var now = TimeProvider.System.GetUtcNow();
        SigningKeyFile.Create(folder, new(now.AddHours(-1), now.AddHours(1), KeyScope.Everything with { Venues = FrozenSet.Create("citylib:main-library") }));
        host.Service<KeyRing>().Look();

        var refused = await Assert.ThrowsAsync<RpcException>(() => IssueAsync(host, "bike-dock", "bike.deposit-free"));
        var issued = await IssueAsync(host, "library-kiosk", "library.cardless");

        Assert.Equal((StatusCode.Unavailable, "NOT_READY"), (refused.StatusCode, refused.Trailers.GetValue("perks-error-reason")));
        Assert.NotNull(issued.Token);
    }

    private static async Task<IssueTokenResponse> IssueAsync(EdgeHost host, string terminal, string perk) =>
        await new TokenService.TokenServiceClient(host.As(terminal)).IssueTokenAsync(new IssueTokenRequest
        {
            RequestId = Terminal.NewId(),
            Inquiry = Terminal.Ask("demo-alice", perk),
        });
}

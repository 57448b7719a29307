using EdgeService.Operators;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EdgeService.Tests.Operators;

public sealed class HealthTests : IAsyncLifetime
{
    private const string Eligibility = "perks.edge.v1.EligibilityService";
    private const string Membership = "perks.member.v1.MembershipService";
    private const string Token = "perks.edge.v1.TokenService";
    private const string Grant = "perks.edge.v1.GrantService";

    private readonly Dictionary<string, bool> _usable = new() { ["snapshot"] = true, ["catalog"] = true, ["key"] = true, ["ledger"] = true };
    private EdgeHost _host = null!;

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync(
        builder => builder.Services.AddSingleton(new Readiness(Probe("snapshot"), Probe("catalog"), Probe("key"), Probe("ledger"))), null);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("snapshot", "", Eligibility, Membership, Token, Grant)]
    [InlineData("catalog", "", Eligibility, Membership, Token, Grant)]
    [InlineData("key", "", Eligibility, Membership, Token, Grant)]
    [InlineData("ledger", Token, Grant)]
    public async Task Service_serves_again_as_soon_as_what_it_needs_is_usable(string missing, params string[] affected)
    {
        var health = new Health.HealthClient(_host.As("operator"));
        foreach (var usable in new[] { true, false, true })
        {
            _usable[missing] = usable;
            var all = (await health.ListAsync(new HealthListRequest())).Statuses;
            Assert.Equal(new[] { "", Eligibility, Grant, Token, Membership }.Order(), all.Keys.Order());
            foreach (var service in all.Keys)
            {
                var expected = usable || !affected.Contains(service) ? ServingStatus.Serving : ServingStatus.NotServing;
                Assert.Equal(expected, all[service].Status);
                Assert.Equal(expected, (await health.CheckAsync(new HealthCheckRequest { Service = service })).Status);
            }
        }
    }

    [Fact]
    public async Task Unknown_service_is_NOT_FOUND_when_checked_and_SERVICE_UNKNOWN_when_watched()
    {
        var health = new Health.HealthClient(_host.As("bike-dock"));
        var unknown = new HealthCheckRequest { Service = "perks.edge.v1.NoService" };
        var fault = await Assert.ThrowsAsync<RpcException>(() => health.CheckAsync(unknown).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
        using var watch = health.Watch(unknown);
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Watch_tells_every_change_and_that_the_service_stops()
    {
        using var watch = new Health.HealthClient(_host.As("member-app")).Watch(new HealthCheckRequest { Service = Token });
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        _usable["ledger"] = false;
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        _usable["ledger"] = true;
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        var stopping = _host.App.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.False(await watch.ResponseStream.MoveNext());
        await stopping;
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext());
        return watch.ResponseStream.Current.Status;
    }

    private Func<bool> Probe(string name) => () => _usable[name];
}

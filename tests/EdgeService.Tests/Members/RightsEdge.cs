using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perks.Admin.V1;
using Perks.Member.V1;
using Consent = Perks.Member.V1.Consent;
using ConsentScope = Perks.Member.V1.ConsentScope;
using Edge = Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Members;

/// <summary>A whole service with a set clock, the members' app, an operator and a dock.</summary>
public sealed class RightsEdge : IAsyncDisposable
{
    private RightsEdge(EdgeHost host, SetClock clock)
    {
        (Host, Clock) = (host, clock);
        App = new MembershipService.MembershipServiceClient(host.As("member-app"));
        Disputes = new DisputeService.DisputeServiceClient(host.As("operator"));
        Snapshots = new SnapshotService.SnapshotServiceClient(host.As("operator"));
        Dock = new Terminal(host, Terminal.Dock);
    }

    public EdgeHost Host { get; }

    public SetClock Clock { get; }

    public MembershipService.MembershipServiceClient App { get; }

    public DisputeService.DisputeServiceClient Disputes { get; }

    public SnapshotService.SnapshotServiceClient Snapshots { get; }

    public Terminal Dock { get; }

    public static ConsentScope Bikes => Scope(Scene.Mobility, "citybike");

    public static Task<RightsEdge> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static async Task<RightsEdge> StartAsync(Action<WebApplicationBuilder>? extend, params string[] settings)
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        var host = await EdgeHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                extend?.Invoke(builder);
            },
            null,
            settings);
        return new(host, clock);
    }

    public static ConsentScope Scope(Scene scene, string partner) => new() { Scene = scene, PartnerId = partner };

    public Edge.MemberRef CodeOf(string memberId)
    {
        using var cipher = new AesGcm(File.ReadAllBytes(Path.Combine(Host.Home, "secret", "app-code.key")), 16);
        var code = AppCode.Seal(memberId, Clock.Now, RandomNumberGenerator.GetBytes(AppCode.NonceSize), cipher);
        return new Edge.MemberRef { Kind = Edge.MemberRefKind.AppCode, Value = code };
    }

    public async Task<Edge.Outcome> CheckAsync(string memberId, string perk = "bike.deposit-free") => (await Dock.CheckAsync(Terminal.Ask(memberId, perk))).Outcome;

    public async Task<Consent> ConsentAsync(string memberId, ConsentScope? scope = null, string language = "en")
    {
        var listed = await App.ListConsentsAsync(new ListConsentsRequest { MemberRef = CodeOf(memberId), LanguageCode = language });
        return listed.Consents.Single(consent => consent.Scope.Equals(scope ?? Bikes));
    }

    public async Task<GiveConsentResponse> GiveAsync(string memberId, ConsentScope? scope = null, string? requestId = null)
    {
        var shown = await ConsentAsync(memberId, scope);
        return await App.GiveConsentAsync(new GiveConsentRequest
        {
            RequestId = requestId ?? Terminal.NewId(),
            MemberRef = CodeOf(memberId),
            Scope = scope ?? Bikes,
            TextDigest = shown.TextDigest,
            LanguageCode = "en",
        });
    }

    public async Task<WithdrawConsentResponse> WithdrawAsync(string memberId, ConsentScope? scope = null, string? requestId = null) =>
        await App.WithdrawConsentAsync(new WithdrawConsentRequest
        {
            RequestId = requestId ?? Terminal.NewId(),
            MemberRef = CodeOf(memberId),
            Scope = scope ?? Bikes,
        });

    public async Task<OwnDispute> ContestAsync(string memberId, Action<ContestRequest> what) => (await ContestFullyAsync(memberId, what)).Dispute;

    public async Task<ContestResponse> ContestFullyAsync(string memberId, Action<ContestRequest> what)
    {
        var request = new ContestRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf(memberId), Statement = "this is wrong" };
        what(request);
        return await App.ContestAsync(request);
    }

    public async Task<Dispute> ResolveAsync(string disputeId, DisputeState outcome, DisputeFollowUp followUp = DisputeFollowUp.Unspecified) =>
        (await Disputes.ResolveDisputeAsync(new ResolveDisputeRequest
        {
            RequestId = Terminal.NewId(),
            DisputeId = disputeId,
            Outcome = outcome,
            Reason = "we looked at it",
            FollowUp = followUp,
        })).Dispute;

    /// <summary>An operator's change of a member, decided now.</summary>
    public async Task<ApplyChangesResponse> ApplyAsync(long revision, string memberId, Action<Change> with)
    {
        var change = new Change { Revision = revision, MemberId = memberId, ChangeTime = Clock.Now.ToTimestamp() };
        with(change);
        return await Snapshots.ApplyChangesAsync(new ApplyChangesRequest { Changes = { change } });
    }

    /// <summary>How a call was refused.</summary>
    public static async Task<string> FaultOfAsync<T>(Task<T> call)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => call);
        return $"{fault.StatusCode} {fault.Trailers.GetValue("perks-error-reason")}";
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

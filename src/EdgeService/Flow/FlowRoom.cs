using EdgeService.Ledger;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow;

/// <summary>Registers the flows and what they share.</summary>
public static class FlowRoom
{
    private const int MaxAnswers = 200_000;

    public static WebApplicationBuilder AddFlow(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var development = builder.Environment.IsDevelopment();
        services.AddOptions<PresenceOptions>().Configure(options => options.AcceptsMemberIds = development)
            .BindConfiguration(PresenceOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => development || !options.AcceptsMemberIds, "Edge:Presence:AcceptsMemberIds: a bare member id proves nothing and is for Development only. Remove the setting.");
        services.AddOptions<ProbingOptions>().BindConfiguration(ProbingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AskedTelling>().AddHostedService(provider => provider.GetRequiredService<AskedTelling>());
        services.AddSingleton<LadderAlarm>().AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ProbingOptions>>().Value;
            return ActivatorUtilities.CreateInstance<Probing>(provider, options, CacheOf(options.MaxPairs));
        });
        services.AddSingleton<Grounds>().AddSingleton<Deciding>().AddSingleton<Remembering>().AddSingleton<TokenReading>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PresenceOptions>>().Value;
            return ActivatorUtilities.CreateInstance<Presence>(provider, options, CacheOf(options.MaxPinnedCodes));
        });
        services.AddSingleton(_ => new Statements(CacheOf(MaxAnswers)));
        services.AddSingleton<Reserving>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<IssueFlow>(provider, CacheOf(MaxAnswers)));
        services.AddSingleton<OfferFlow>().AddSingleton<CheckFlow>().AddSingleton<VerifyFlow>().AddSingleton<RedeemFlow>().AddSingleton<RevokeFlow>();
        services.AddSingleton<BeginFlow>().AddSingleton<CustodyFlow>().AddSingleton<ExplainFlow>().AddSingleton<MemberPerksFlow>();
        services.AddSingleton<OutageReplay>().AddHostedService(provider => provider.GetRequiredService<OutageReplay>()).AddSingleton<Provisional>().AddSingleton<ItemHolders>();
        services.AddSingleton<StatusLists>().AddHostedService(provider => provider.GetRequiredService<StatusLists>());
        services.AddSingleton<ReceiptFlow>().AddSingleton<FaultyClaimFlow>().AddSingleton<OfflineClaimFlow>().AddSingleton<SettlementFlow>();
        services.AddSingleton<LedgerFlow>().AddSingleton<LedgerStateFlow>().AddSingleton<OwnGrantsFlow>();
        services.AddSingleton<TerminalFlow>().AddSingleton<TerminalListFlow>().AddSingleton<Figures.FiguresFlow>();
        services.AddSingleton<Figures.EdgeMeeting>().AddHostedService(provider => provider.GetRequiredService<Figures.EdgeMeeting>());
        services.AddOptions<DisputeOptions>().BindConfiguration(DisputeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DisputeOptions>>().Value);
        services.AddSingleton<FormerKeyFollowing>().AddHostedService(provider => provider.GetRequiredService<FormerKeyFollowing>());
        services.AddSingleton<ActFollowing>().AddHostedService(provider => provider.GetRequiredService<ActFollowing>()).AddSingleton<Acting>();
        services.AddSingleton<ConsentFlow>().AddSingleton<OwnStandingFlow>().AddSingleton<ContestFlow>().AddSingleton<AccessFlow>().AddSingleton<ErasureFlow>().AddSingleton<DisputeFlow>();
        services.AddSingleton<SnapshotFlow>().AddSingleton<ChangeFlow>().AddSingleton<KeyFlow>();
        return builder;
    }

    /// <summary>
    /// Reads, before a door opens, by which keys members were known before a re-keying; a ledger that is out of reach is asked again while the service
    /// runs.
    /// </summary>
    public static IReadOnlyList<string> LoadFormerKeys(this WebApplication app)
    {
        try
        {
            var following = app.Services.GetRequiredService<FormerKeyFollowing>();
            Task.Run(() => following.ReadAsync(CancellationToken.None)).GetAwaiter().GetResult();
            return [];
        }
        catch (LedgerUnavailableException fault)
        {
            return fault.Fault == LedgerFault.OtherSecret ? [$"{LedgerOptions.Section}: {fault.Detail}"] : [];
        }
    }

    private static MemoryCache CacheOf(int entries) => new(new MemoryCacheOptions { SizeLimit = entries });
}

using EdgeService.Tests.Hosting;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;
using static EdgeService.Tests.Members.RightsEdge;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Members;

public sealed class ConsentTests
{
    [Fact]
    public async Task Withdrawn_consent_is_gone_for_the_next_check_and_given_again_by_a_new_act()
    {
        await using var edge = await StartAsync();
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-alice"));
        var withdrawn = await edge.WithdrawAsync("demo-alice");
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-alice"));
        Assert.Equal((ConsentState.NotGiven, 1), (withdrawn.Consent.State, withdrawn.InForce.MemberActsThrough));
        var given = await edge.GiveAsync("demo-alice");
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-alice"));
        Assert.Equal((ConsentState.Given, 2), (given.Consent.State, given.InForce.MemberActsThrough));
    }

    [Fact]
    public async Task Every_consent_that_a_perk_could_ask_for_is_listed_and_none_is_preset()
    {
        await using var edge = await StartAsync();
        var listed = await edge.App.ListConsentsAsync(new ListConsentsRequest { MemberRef = edge.CodeOf("demo-hana") });
        Assert.All(listed.Consents, consent => Assert.Equal(ConsentState.NotGiven, consent.State));
        Assert.Equal(listed.Consents.Count, listed.Consents.Select(consent => consent.Scope).Distinct().Count());
        var offered = await edge.App.ListPerksAsync(new Perks.Member.V1.ListPerksRequest { MemberRef = edge.CodeOf("demo-hana") });
        Assert.All(offered.Perks, perk => Assert.Contains(listed.Consents, consent => consent.Scope.PartnerId == perk.PartnerId && consent.PerkIds.Contains(perk.Perk.PerkId)));
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    [InlineData("sv")]
    [InlineData("de")]
    public async Task Consent_is_given_to_the_text_that_was_shown_and_no_other(string language)
    {
        await using var edge = await StartAsync();
        var shown = await edge.ConsentAsync("demo-hana", language: language);
        var request = new GiveConsentRequest { RequestId = Terminal.NewId(), MemberRef = edge.CodeOf("demo-hana"), Scope = Bikes, TextDigest = shown.TextDigest, LanguageCode = "xx" };
        if (language != "en")
            Assert.Equal("FailedPrecondition CONSENT_TEXT_CHANGED", await FaultOfAsync(edge.App.GiveConsentAsync(request).ResponseAsync));
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-hana"));
        request.LanguageCode = language;
        var given = await edge.App.GiveConsentAsync(request);
        Assert.Equal((shown.Text, shown.SceneName), (given.Consent.Text, given.Consent.SceneName));
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-hana"));
        Assert.Contains(shown.PartnerName, shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_consent_to_all_at_once_nor_to_what_nobody_asks_for()
    {
        await using var edge = await StartAsync();
        foreach (var scope in new[] { Scope(Scene.Mobility, ""), Scope(Scene.Unspecified, "citybike"), new Perks.Member.V1.ConsentScope() })
            Assert.Equal("InvalidArgument FIELD_INVALID", await FaultOfAsync(GiveBlindlyAsync(edge, scope)));
        foreach (var scope in new[] { Scope(Scene.Mobility, "*"), Scope(Scene.Housing, "citybike") })
            Assert.Equal("NotFound CONSENT_UNKNOWN", await FaultOfAsync(GiveBlindlyAsync(edge, scope)));
        Assert.Equal("InvalidArgument FIELD_INVALID", await FaultOfAsync(edge.App.GiveConsentAsync(new GiveConsentRequest()).ResponseAsync));
    }

    [Fact]
    public async Task Who_is_not_enrolled_can_neither_give_nor_see()
    {
        await using var edge = await StartAsync();
        Assert.Equal("FailedPrecondition NOT_ENROLLED", await FaultOfAsync(edge.WithdrawAsync("nobody-here")));
        Assert.Equal("FailedPrecondition NOT_ENROLLED", await FaultOfAsync(edge.ConsentAsync("nobody-here")));
        Assert.Equal("FailedPrecondition NOT_ENROLLED", await FaultOfAsync(edge.App.GetStandingAsync(new GetStandingRequest { MemberRef = edge.CodeOf("nobody-here") }).ResponseAsync));
    }

    [Fact]
    public async Task Repeated_withdrawal_gets_the_first_answer_though_the_code_has_expired_and_withdraws_nothing_anew()
    {
        await using var edge = await StartAsync();
        var id = Terminal.NewId();
        var request = new WithdrawConsentRequest { RequestId = id, MemberRef = edge.CodeOf("demo-chen"), Scope = Bikes };
        var first = await edge.App.WithdrawConsentAsync(request);
        await edge.GiveAsync("demo-chen");
        edge.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(first, await edge.App.WithdrawConsentAsync(request));
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-chen"));
        request.Scope = Scope(Scene.Library, "citylib");
        Assert.Equal("AlreadyExists REQUEST_ID_REUSED", await FaultOfAsync(edge.App.WithdrawConsentAsync(request).ResponseAsync));
    }

    [Fact]
    public async Task What_is_out_runs_to_its_end_after_a_withdrawal()
    {
        await using var edge = await StartAsync();
        var begun = await edge.Dock.BeginAsync(Terminal.Ask("demo-erik", "bike.deposit-free", "rights-bike"));
        await edge.Dock.ConfirmAsync(begun.Grant.GrantId);
        await edge.WithdrawAsync("demo-erik");
        Assert.Equal(Custody.Active, (await edge.Dock.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { GrantId = begun.Grant.GrantId }, edge.Dock.Options)).Grant.Custody);
        Assert.Equal(Custody.Returned, (await edge.Dock.ReturnAsync("rights-bike")).Custody);
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-erik"));
    }

    [Fact]
    public async Task Since_when_is_told_and_the_age_of_the_data_is_not_that_of_the_act()
    {
        await using var edge = await StartAsync();
        var before = (await edge.Snapshots.GetBasisAsync(new GetBasisRequest())).Basis;
        edge.Clock.Now += TimeSpan.FromHours(3);
        var withdrawn = await edge.WithdrawAsync("demo-dora");
        Assert.Equal(edge.Clock.Now.ToUnixTimeSeconds(), (await edge.ConsentAsync("demo-dora")).SinceTime.Seconds);
        Assert.Equal(before.AsOfTime, withdrawn.InForce.AsOfTime);
        Assert.Null((await edge.ConsentAsync("demo-dora", Scope(Scene.Library, "citylib"))).SinceTime);
    }

    [Fact]
    public async Task Basis_of_an_act_can_be_waited_for()
    {
        await using var edge = await StartAsync();
        var basis = (await edge.WithdrawAsync("demo-dora")).InForce;
        Assert.Equal("FailedPrecondition BASIS_TOO_OLD", await FaultOfAsync(CheckAtLeastAsync(edge, basis.MemberActsThrough + 1)));
        Assert.Equal(basis.MemberActsThrough, (await CheckAtLeastAsync(edge, basis.MemberActsThrough)).Decision.Basis.MemberActsThrough);
    }

    [Fact]
    public async Task Operators_change_of_a_later_moment_settles_an_act_and_an_earlier_one_does_not()
    {
        await using var edge = await StartAsync();
        var early = edge.Clock.Now;
        edge.Clock.Now += TimeSpan.FromMinutes(1);
        await edge.WithdrawAsync("demo-alice");
        await edge.ApplyAsync(1, "demo-alice", change =>
        {
            change.ChangeTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(early);
            change.GiveConsent = new ConsentGiven { Scope = new() { Scene = Scene.Mobility, PartnerId = "citybike" } };
        });
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-alice"));
        await edge.ApplyAsync(2, "demo-alice", change => change.Score = 800);
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-alice"));
        edge.Clock.Now += TimeSpan.FromMinutes(1);
        await edge.ApplyAsync(3, "demo-alice", change => change.Enrol = new Enrol { Score = 800, Consents = { new ConsentGiven { Scope = new() { Scene = Scene.Mobility, PartnerId = "citybike" } } } });
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-alice"));
        await edge.ApplyAsync(4, "demo-alice", change => change.GiveConsent = new ConsentGiven { Scope = new() { Scene = Scene.Mobility, PartnerId = "citybike" } });
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-alice"));
    }

    [Fact]
    public async Task Ledger_out_of_reach_refuses_an_act_and_changes_nothing()
    {
        await using var edge = await StartAsync(CutLedger.InFrontOf);
        var ledger = (CutLedger)edge.Host.Service<EdgeService.Ledger.ILedger>();
        ledger.Cut = LedgerCut.Gone;
        Assert.Equal("Unavailable LEDGER_UNAVAILABLE", await FaultOfAsync(edge.WithdrawAsync("demo-chen")));
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("demo-chen", "umbrella.deposit-free"));
        ledger.Cut = LedgerCut.None;
        await edge.WithdrawAsync("demo-chen");
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-chen", "umbrella.deposit-free"));
    }

    [Fact]
    public async Task Terminal_and_operator_have_no_business_with_consents()
    {
        await using var edge = await StartAsync();
        foreach (var name in new[] { "bike-dock", "operator" })
        {
            var client = new MembershipService.MembershipServiceClient(edge.Host.As(name));
            Assert.Equal("PermissionDenied METHOD_NOT_ALLOWED", await FaultOfAsync(client.ListConsentsAsync(new ListConsentsRequest { MemberRef = edge.CodeOf("demo-bo") }).ResponseAsync));
        }
    }

    private static async Task<CheckEligibilityResponse> CheckAtLeastAsync(RightsEdge edge, long through) =>
        await edge.Dock.Eligibility.CheckEligibilityAsync(
            new CheckEligibilityRequest { Inquiry = Terminal.Ask("demo-bo", "bike.deposit-free"), AtLeastAsFresh = new AtLeastAsFresh { MemberActsThrough = through } }, edge.Dock.Options);

    private static Task<GiveConsentResponse> GiveBlindlyAsync(RightsEdge edge, Perks.Member.V1.ConsentScope scope) => edge.App.GiveConsentAsync(new GiveConsentRequest
    {
        RequestId = Terminal.NewId(),
        MemberRef = edge.CodeOf("demo-hana"),
        Scope = scope,
        TextDigest = Google.Protobuf.ByteString.CopyFrom(new byte[32]),
    }).ResponseAsync;
}

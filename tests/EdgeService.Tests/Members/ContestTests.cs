using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;
using static EdgeService.Tests.Members.RightsEdge;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Members;

public sealed class ContestTests
{
    [Fact]
    public async Task Contested_ban_refers_to_a_person_and_upheld_counts_no_more()
    {
        await using var edge = await StartAsync();
        await EnrolAsync(edge, "barred");
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("barred"));
        var standing = await StandingAsync(edge, "barred");
        Assert.Equal((Band.Low, true), (standing.Band, standing.LoweredByListing));
        var ban = Assert.Single(standing.Listings);
        var dispute = await edge.ContestAsync("barred", request => request.Listing = ban.Ref);
        Assert.Equal(DisputeState.Open, dispute.State);
        Assert.Equal(Outcome.ReferToDesk, await edge.CheckAsync("barred"));
        Assert.Equal(DisputeState.Open, (await StandingAsync(edge, "barred")).Listings[0].Dispute);
        await edge.ResolveAsync(dispute.DisputeId, DisputeState.Upheld);
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync("barred"));
        Assert.Equal((Band.VeryGood, false), ((await StandingAsync(edge, "barred")).Band, (await StandingAsync(edge, "barred")).LoweredByListing));
    }

    [Fact]
    public async Task Rejected_objection_leaves_the_ban_and_tells_the_member_why()
    {
        await using var edge = await StartAsync();
        await EnrolAsync(edge, "barred");
        var ban = (await StandingAsync(edge, "barred")).Listings[0];
        var dispute = await edge.ContestAsync("barred", request => request.Listing = ban.Ref);
        await edge.ResolveAsync(dispute.DisputeId, DisputeState.Rejected);
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("barred"));
        var seen = await edge.App.GetDisputeAsync(new Perks.Member.V1.GetDisputeRequest { MemberRef = edge.CodeOf("barred"), DisputeId = dispute.DisputeId });
        Assert.Equal((DisputeState.Rejected, "we looked at it", false), (seen.Dispute.State, seen.Dispute.ResolutionReason, seen.Dispute.Overdue));
        Assert.Equal("FailedPrecondition DISPUTE_DECIDED", await FaultOfAsync(edge.ResolveAsync(dispute.DisputeId, DisputeState.Upheld)));
    }

    [Fact]
    public async Task Rejected_objection_is_not_made_again_at_once_and_so_does_not_hold_the_ban_off()
    {
        await using var edge = await StartAsync();
        await EnrolAsync(edge, "barred");
        var ban = (await StandingAsync(edge, "barred")).Listings[0];
        var dispute = await edge.ContestAsync("barred", request => request.Listing = ban.Ref);
        await edge.ResolveAsync(dispute.DisputeId, DisputeState.Rejected);
        Assert.Equal("FailedPrecondition DISPUTE_DECIDED", await FaultOfAsync(edge.ContestAsync("barred", request => request.Listing = ban.Ref)));
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("barred"));
        Assert.Equal(DisputeState.Open, (await edge.ContestAsync("barred", request => request.Standing = true)).State);
    }

    [Fact]
    public async Task Listing_is_lifted_for_an_upheld_objection_where_the_operator_says_so()
    {
        await using var edge = await StartAsync();
        var dispute = await edge.ContestAsync("demo-fay", request => request.Listing = new ListingRef { Court = true });
        var decided = await edge.ResolveAsync(dispute.DisputeId, DisputeState.Upheld, DisputeFollowUp.LiftListing);
        Assert.True(decided.ListingLifted);
        Assert.Empty((await StandingAsync(edge, "demo-fay")).Listings);
        Assert.Equal(Band.Exceptional, (await StandingAsync(edge, "demo-fay")).Band);
    }

    [Fact]
    public async Task Decision_is_contested_by_claim_code_and_opens_to_the_operator_with_reasons_and_basis()
    {
        await using var edge = await StartAsync();
        var refused = await edge.Dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        var code = Core.Tokens.DecisionSeal.ClaimCodeOf(refused.DecisionId.Span);
        var dispute = await edge.ContestAsync("demo-bo", request => request.ClaimCode = code);
        var shown = await edge.Disputes.GetDisputeAsync(new Perks.Admin.V1.GetDisputeRequest { DisputeId = dispute.DisputeId });
        Assert.Equal(("citybike", "bike.deposit-free", "SCORE"), (shown.Dispute.PartnerId, shown.Decision.PerkId, shown.Decision.Reasons[0]));
        Assert.Equal((RefusalCode.NotAvailable, refused.Basis.SnapshotRevision), (shown.Decision.RefusalCode, shown.Decision.Basis.SnapshotRevision));
        Assert.Equal((code, "this is wrong"), (dispute.ClaimCode, shown.Dispute.Statement));
    }

    [Fact]
    public async Task Dispute_and_decision_are_sealed_against_other_members()
    {
        await using var edge = await StartAsync();
        var refused = await edge.Dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        Assert.Equal("NotFound DECISION_UNKNOWN", await FaultOfAsync(edge.ContestAsync("demo-alice", request => request.DecisionId = refused.DecisionId)));
        var dispute = await edge.ContestAsync("demo-bo", request => request.Standing = true);
        var stolen = edge.App.GetDisputeAsync(new Perks.Member.V1.GetDisputeRequest { MemberRef = edge.CodeOf("demo-alice"), DisputeId = dispute.DisputeId });
        Assert.Equal("NotFound DISPUTE_UNKNOWN", await FaultOfAsync(stolen.ResponseAsync));
        Assert.Empty((await edge.App.ListDisputesAsync(new Perks.Member.V1.ListDisputesRequest { MemberRef = edge.CodeOf("demo-alice") })).Disputes);
    }

    [Fact]
    public async Task Clock_runs_twenty_days_and_overdue_ones_come_first()
    {
        await using var edge = await StartAsync();
        var first = await edge.ContestAsync("demo-bo", request => request.Standing = true);
        Assert.Equal(TimeSpan.FromDays(20), first.DeadlineTime.ToDateTimeOffset() - first.OpenTime.ToDateTimeOffset());
        edge.Clock.Now += TimeSpan.FromDays(21);
        var second = await edge.ContestAsync("demo-dora", request => request.Standing = true);
        var all = (await edge.Disputes.ListDisputesAsync(new Perks.Admin.V1.ListDisputesRequest())).Disputes;
        Assert.Equal([(first.DisputeId, true), (second.DisputeId, false)], all.Select(one => (one.DisputeId, one.Overdue)));
        var overdue = (await edge.Disputes.ListDisputesAsync(new Perks.Admin.V1.ListDisputesRequest { OverdueOnly = true })).Disputes;
        Assert.Equal([first.DisputeId], overdue.Select(one => one.DisputeId));
        await edge.ResolveAsync(first.DisputeId, DisputeState.Rejected);
        Assert.Single((await edge.Disputes.ListDisputesAsync(new Perks.Admin.V1.ListDisputesRequest())).Disputes);
        Assert.Equal(2, (await edge.Disputes.ListDisputesAsync(new Perks.Admin.V1.ListDisputesRequest { IncludeDecided = true })).Disputes.Count);
    }

    [Fact]
    public async Task Same_thing_is_contested_once_and_what_is_not_there_not_at_all()
    {
        await using var edge = await StartAsync();
        await edge.ContestAsync("demo-bo", request => request.Standing = true);
        Assert.Equal("AlreadyExists DISPUTE_OPEN", await FaultOfAsync(edge.ContestAsync("demo-bo", request => request.Standing = true)));
        Assert.Equal("NotFound LISTING_UNKNOWN", await FaultOfAsync(edge.ContestAsync("demo-bo", request => request.Listing = new ListingRef { Court = true })));
        Assert.Equal("InvalidArgument FIELD_INVALID", await FaultOfAsync(edge.ContestAsync("demo-bo", _ => { })));
        var made = await edge.ContestAsync("demo-chen", request => request.Standing = true);
        var lift = edge.ResolveAsync(made.DisputeId, DisputeState.Upheld, DisputeFollowUp.LiftListing);
        Assert.Equal("InvalidArgument FIELD_INVALID", await FaultOfAsync(lift));
    }

    [Theory]
    [InlineData("demo-bo", Band.Good, Tier.Basic)]
    [InlineData("demo-chen", Band.VeryGood, Tier.Platinum)]
    [InlineData("demo-alice", Band.Exceptional, Tier.Gold)]
    [InlineData("demo-fay", Band.Low, Tier.Basic)]
    public async Task Standing_is_shown_in_bands(string member, Band band, Tier tier)
    {
        await using var edge = await StartAsync();
        var standing = await StandingAsync(edge, member);
        Assert.Equal((band, tier), (standing.Band, standing.Tier));
    }

    private static async Task<GetStandingResponse> StandingAsync(RightsEdge edge, string member) =>
        await edge.App.GetStandingAsync(new GetStandingRequest { MemberRef = edge.CodeOf(member), LanguageCode = "en" });

    /// <summary>Enrols a member with a finance ban, which the bike perk asks about.</summary>
    private static Task<ApplyChangesResponse> EnrolAsync(RightsEdge edge, string member) => edge.ApplyAsync(1, member, change => change.Enrol = new Enrol
    {
        Score = 680,
        Consents = { new ConsentGiven { Scope = new() { Scene = Scene.Mobility, PartnerId = "citybike" } } },
        Bans = { new Ban { Sector = Sector.Finance, StartTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(edge.Clock.Now.ToUnixTimeSeconds()).AddDays(-1)), LiftsOnPayment = true } },
    });
}

using Grpc.Core;
using Perks.Member.V1;
using Edge = Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

public sealed class MemberTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private readonly MembershipService.MembershipServiceClient _app = new(edge.Host.As("member-app"));

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    [InlineData("sv")]
    [InlineData("de")]
    public async Task Refusal_opens_to_reasons_in_the_members_language(string language)
    {
        var refused = await edge.At(Terminal.Dock).CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        var request = new ExplainDecisionRequest { MemberRef = CodeOf("demo-bo"), DecisionId = refused.DecisionId, LanguageCode = language };
        var why = await _app.ExplainDecisionAsync(request);
        Assert.Equal((language, "SCORE", 650), (why.LanguageCode, why.Reasons[0].Code, why.NextScoreStep));
        Assert.Equal(("bike.deposit-free", "citybike", "central-park"), (why.PerkId, why.PartnerId, why.VenueId));
        Assert.All([why.HowToContest, why.NextScoreText, why.Reasons[0].Title, why.Reasons[0].NextStep], text => Assert.NotEqual("", text));
    }

    [Fact]
    public async Task Decision_opens_to_its_own_member_alone()
    {
        var refused = await edge.At(Terminal.Dock).CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        var request = new ExplainDecisionRequest { MemberRef = CodeOf("demo-alice"), DecisionId = refused.DecisionId };
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await _app.ExplainDecisionAsync(request));
        Assert.Equal((StatusCode.NotFound, "DECISION_UNKNOWN"), (unknown.StatusCode, unknown.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Token_of_the_app_waits_for_the_ticket_at_the_gate()
    {
        var issued = await _app.IssueTokenAsync(new IssueTokenRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf("demo-alice"), PerkId = "station.lounge", Audience = "LOUNGE-A" });
        Assert.Equal(Edge.Outcome.Eligible, issued.Outcome);
        var gate = edge.At(Terminal.Gate1);
        var without = await gate.RedeemAsync(issued.Token.Text);
        Assert.Equal((Edge.RedeemOutcome.Refused, Edge.RefusalCode.Attribute), (without.Outcome, without.Decision.RefusalCode));
        var with = await gate.RedeemAsync(issued.Token.Text, with: Ticket("first", "digest-1"));
        Assert.Equal(Edge.RedeemOutcome.Redeemed, with.Outcome);
    }

    [Fact]
    public async Task Band_is_stated_by_the_member_and_not_to_be_guessed_at_the_desk()
    {
        var desk = edge.At(Terminal.CreditDesk);
        var issued = await _app.IssueTokenAsync(BadgeFor("demo-alice", "good"));
        var guess = await Assert.ThrowsAsync<RpcException>(() => desk.RedeemAsync(
            issued.Token.Text, with: request => request.Attributes.Add("band", new Edge.AttributeValue { Text = "exceptional" })));
        Assert.Equal(StatusCode.InvalidArgument, guess.StatusCode);
        var shown = await desk.RedeemAsync(issued.Token.Text);
        Assert.Equal((Edge.RedeemOutcome.Redeemed, "good"), (shown.Outcome, shown.StatedAttributes["band"].Text));
    }

    [Theory]
    [InlineData("very_good", Edge.Outcome.Ineligible)]
    [InlineData(null, Edge.Outcome.Ineligible)]
    [InlineData("low", Edge.Outcome.Eligible)]
    public async Task Band_above_the_members_own_or_none_is_not_shown(string? band, Edge.Outcome outcome) =>
        Assert.Equal(outcome, (await _app.IssueTokenAsync(BadgeFor("demo-bo", band))).Outcome);

    [Fact]
    public async Task Terminal_has_no_business_at_the_members_door()
    {
        var terminal = new MembershipService.MembershipServiceClient(edge.Host.As("bike-dock"));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await terminal.ListPerksAsync(new ListPerksRequest { MemberRef = CodeOf("demo-bo") }));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task Member_sees_what_is_open_and_why_the_rest_is_not()
    {
        var listed = await _app.ListPerksAsync(new ListPerksRequest { MemberRef = CodeOf("demo-bo"), LanguageCode = "sv" });
        Assert.Equal(Edge.Outcome.Eligible, listed.Perks.Single(perk => perk.Perk.PerkId == "umbrella.deposit-free").Outcome);
        var bike = listed.Perks.Single(perk => perk.Perk.PerkId == "bike.deposit-free");
        Assert.Equal((Edge.Outcome.Ineligible, "SCORE"), (bike.Outcome, bike.Reasons[0].Code));
    }

    private IssueTokenRequest BadgeFor(string memberId, string? band)
    {
        var request = new IssueTokenRequest { RequestId = Terminal.NewId(), MemberRef = CodeOf(memberId), PerkId = "dating.badge", Audience = "CREDIT-1" };
        if (band is not null)
            request.Attributes.Add("band", new Edge.AttributeValue { Text = band });
        return request;
    }

    private Edge.MemberRef CodeOf(string memberId) => new() { Kind = Edge.MemberRefKind.AppCode, Value = edge.AppCodeOf(memberId) };

    private static Action<Edge.RedeemTokenRequest> Ticket(string ticketClass, string digest) => request =>
    {
        request.Attributes.Add("ticket_class", new Edge.AttributeValue { Text = ticketClass });
        request.Attributes.Add("ticket_digest", new Edge.AttributeValue { Text = digest });
    };
}

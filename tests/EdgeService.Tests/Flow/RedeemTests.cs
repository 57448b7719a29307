using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

public sealed class RedeemTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private readonly Terminal _dock = edge.At(Terminal.Dock);

    [Fact]
    public async Task Token_opens_once()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-alice", "umbrella.deposit-free"))).Token.Text;
        Assert.Equal(TokenVerdict.Valid, (await VerifyAsync(token)).Verdict);
        var first = await _dock.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-1"));
        var second = await _dock.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-1"));
        Assert.Equal(RedeemOutcome.Redeemed, first.Outcome);
        Assert.Equal(RedeemOutcome.AlreadyRedeemed, second.Outcome);
        Assert.Equal(first.Grant.GrantId, second.Grant.GrantId);
        Assert.Equal(TokenVerdict.AlreadyRedeemed, (await VerifyAsync(token)).Verdict);
    }

    [Fact]
    public async Task Repeated_request_gets_the_first_answer_and_another_body_is_refused()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-chen", "umbrella.deposit-free"))).Token.Text;
        var id = Terminal.NewId();
        var first = await _dock.RedeemAsync(token, id, request => request.ItemRefs.Add("umbrella-2"));
        Assert.Equal(first, await _dock.RedeemAsync(token, id, request => request.ItemRefs.Add("umbrella-2")));
        var other = await Assert.ThrowsAsync<RpcException>(() => _dock.RedeemAsync(token, id, request => request.ItemRefs.Add("umbrella-3")));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (other.StatusCode, other.Trailers.GetValue("perks-error-reason")));

        edge.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(first, await _dock.RedeemAsync(token, id, request => request.ItemRefs.Add("umbrella-2")));
        Assert.Equal(TokenVerdict.Expired, (await _dock.RedeemAsync(token)).Verdict);
    }

    [Fact]
    public async Task Of_repeated_issues_one_copy_is_redeemable()
    {
        var id = Terminal.NewId();
        var first = await _dock.IssueAsync(Terminal.Ask("demo-erik", "charger.deposit-free"), requestId: id);
        Assert.Equal(first, await _dock.IssueAsync(Terminal.Ask("demo-erik", "charger.deposit-free"), requestId: id));
        var other = await Assert.ThrowsAsync<RpcException>(() => _dock.IssueAsync(Terminal.Ask("demo-erik", "umbrella.deposit-free"), requestId: id));
        Assert.Equal(StatusCode.AlreadyExists, other.StatusCode);
    }

    [Fact]
    public async Task Redeeming_decides_again_on_current_standing()
    {
        var one = (await _dock.IssueAsync(Terminal.Ask("demo-erik", "bike.deposit-free"))).Token.Text;
        var two = (await _dock.IssueAsync(Terminal.Ask("demo-erik", "bike.deposit-free"))).Token.Text;
        Assert.Equal(RedeemOutcome.Redeemed, (await _dock.RedeemAsync(one, with: request => request.ItemRefs.Add("bike-77"))).Outcome);
        var refused = await _dock.RedeemAsync(two, with: request => request.ItemRefs.Add("bike-78"));
        Assert.Equal(RedeemOutcome.Refused, refused.Outcome);
        Assert.Equal(RefusalCode.LimitHere, refused.Decision.RefusalCode);
    }

    [Fact]
    public async Task Token_for_another_gate_is_sent_there()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-chen", "charger.deposit-free"))).Token.Text;
        var elsewhere = await edge.At(Terminal.Kiosk).RedeemAsync(token);
        Assert.Equal((RedeemOutcome.InvalidToken, TokenVerdict.WrongAudience, TokenRemedy.OtherGate), (elsewhere.Outcome, elsewhere.Verdict, elsewhere.Remedy));
    }

    [Fact]
    public async Task Revoked_token_is_worthless()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-dora", "charger.deposit-free"))).Token.Text;
        var revoked = await _dock.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = token }, _dock.Options);
        Assert.Equal(RevokeOutcome.Revoked, revoked.Outcome);
        Assert.Equal(TokenVerdict.Revoked, (await _dock.RedeemAsync(token)).Verdict);
        Assert.Equal(TokenVerdict.Revoked, (await VerifyAsync(token)).Verdict);
    }

    [Fact]
    public async Task Repeated_revocation_gets_its_first_answer_though_the_token_has_ended()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-dora", "charger.deposit-free"))).Token.Text;
        var request = new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = token };
        var first = await _dock.Tokens.RevokeTokenAsync(request, _dock.Options);
        edge.Clock.Now += TimeSpan.FromMinutes(3);
        Assert.Equal(first, await _dock.Tokens.RevokeTokenAsync(request, _dock.Options));
        var other = await _dock.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = token }, _dock.Options);
        Assert.Equal(RevokeOutcome.Expired, other.Outcome);
    }

    [Fact]
    public async Task Gate_revokes_what_its_neighbour_issued()
    {
        var issued = await edge.At(Terminal.Gate1).IssueAsync(Terminal.Ask("demo-chen", "station.lounge"));
        var neighbour = edge.At(Terminal.Gate2);
        var revoked = await neighbour.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = issued.Token.Text }, neighbour.Options);
        Assert.Equal(RevokeOutcome.Revoked, revoked.Outcome);
    }

    [Fact]
    public async Task Token_for_one_does_not_lend_two()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-dora", "umbrella.deposit-free"))).Token.Text;
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.RedeemAsync(token, with: request => request.ItemRefs.Add(["one", "two"])));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
    }

    [Fact]
    public async Task Group_token_opens_any_gate_of_the_group_but_once()
    {
        var gate = edge.At(Terminal.Gate1);
        var issued = await gate.IssueAsync(Terminal.Ask("demo-chen", "station.lounge"), "LOUNGE-A");
        Assert.Equal(Outcome.Eligible, issued.Decision.Outcome);
        Assert.Equal(RedeemOutcome.Redeemed, (await edge.At(Terminal.Gate2).RedeemAsync(issued.Token.Text)).Outcome);
        Assert.Equal(RedeemOutcome.AlreadyRedeemed, (await gate.RedeemAsync(issued.Token.Text)).Outcome);
    }

    [Fact]
    public async Task Audience_of_another_venue_is_not_issued_for()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => _dock.IssueAsync(Terminal.Ask("demo-alice", "bike.deposit-free"), "LOUNGE-A"));
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
    }

    [Fact]
    public async Task Sixty_four_at_once_redeem_once()
    {
        var token = (await _dock.IssueAsync(Terminal.Ask("demo-chen", "bike.deposit-free"))).Token.Text;
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _dock.RedeemAsync(token, with: request => request.ItemRefs.Add("bike-64"))));
        Assert.Equal(1, answers.Count(answer => answer.Outcome == RedeemOutcome.Redeemed));
        Assert.Equal(63, answers.Count(answer => answer.Outcome == RedeemOutcome.AlreadyRedeemed));
    }

    [Fact]
    public async Task Keys_are_published_with_what_they_may_sign()
    {
        var keys = await _dock.Tokens.ListVerificationKeysAsync(new ListVerificationKeysRequest(), _dock.Options);
        var key = Assert.Single(keys.Keys);
        Assert.Equal("ES256", key.Algorithm);
        Assert.Equal(8, key.KeyId.Length);
    }

    private async Task<VerifyTokenResponse> VerifyAsync(string token) =>
        await _dock.Tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = token }, _dock.Options);
}

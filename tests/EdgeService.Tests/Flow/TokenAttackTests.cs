using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;
using EdgeService.Signing;
using EdgeService.TokenAttacks;
using Grpc.Core;
using Perks.Edge.V1;
using TokenRemedy = Perks.Edge.V1.TokenRemedy;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;

namespace EdgeService.Tests.Flow;

/// <summary>Every attack of the table at a gate of the whole service: verified and redeemed it meets the same verdict, and nothing is granted.</summary>
public sealed class TokenAttackTests(AttackedEdge edge) : IClassFixture<AttackedEdge>
{
    private readonly Terminal _dock = new(edge.Host, Terminal.Dock);

    public static TheoryData<string> Attacks => [.. TokenAttack.All.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Attack_meets_its_own_verdict_verified_and_redeemed(string attack)
    {
        var text = TokenAttack.All[attack].Make(await GenuineAsync());
        await AssertRefusedAsync(text, TokenAttack.All[attack].Fault);
    }

    [Fact]
    public async Task Mirrored_signature_is_never_a_second_redemption()
    {
        var genuine = await GenuineAsync();
        var malleated = SignatureAttacks.Malleated(genuine);
        Assert.Equal(TokenVerdict.Valid, (await VerifyAsync(malleated)).Verdict);
        var first = await RedeemAsync(malleated);
        var second = await RedeemAsync(genuine.Text);
        Assert.Equal((RedeemOutcome.Redeemed, RedeemOutcome.AlreadyRedeemed), (first.Outcome, second.Outcome));
        Assert.Equal(first.Grant.GrantId, second.Grant.GrantId);
        Assert.Equal(TokenVerdict.AlreadyRedeemed, (await VerifyAsync(malleated)).Verdict);
    }

    [Fact]
    public async Task Token_and_its_mirror_image_shown_by_sixty_four_at_once_are_redeemed_once()
    {
        var genuine = await GenuineAsync("demo-erik");
        string[] copies = [genuine.Text, SignatureAttacks.Malleated(genuine), AttackedToken.TextOf(genuine.Signed(genuine.Protected, genuine.Payload))];
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => RedeemAsync(copies[number % copies.Length])));
        Assert.Single(answers, answer => answer.Outcome == RedeemOutcome.Redeemed);
        Assert.Equal(63, answers.Count(answer => answer.Outcome == RedeemOutcome.AlreadyRedeemed));
        Assert.Single(answers.Select(answer => answer.Grant.GrantId).Distinct());
    }

    [Fact]
    public async Task Photographed_token_is_worthless_after_its_owner_used_it()
    {
        var text = (await GenuineAsync("demo-dora")).Text;
        Assert.Equal(RedeemOutcome.Redeemed, (await RedeemAsync(text)).Outcome);
        var (verified, replayed) = (await VerifyAsync(text), await RedeemAsync(text));
        Assert.Equal((TokenVerdict.AlreadyRedeemed, TokenRemedy.NewToken), (verified.Verdict, verified.Remedy));
        Assert.Equal((RedeemOutcome.AlreadyRedeemed, TokenRemedy.NewToken), (replayed.Outcome, replayed.Remedy));
    }

    [Theory]
    [InlineData(29, TokenFault.None)]
    [InlineData(30, TokenFault.Expired)]
    public async Task Token_ends_thirty_seconds_after_its_expiry(int seconds, TokenFault expected)
    {
        var genuine = await GenuineAsync();
        var text = genuine.WithClaims(claims => claims.Items[3].Value = (ulong)edge.Clock.Now.AddSeconds(-seconds).ToUnixTimeSeconds());
        Assert.Equal(Terminals.TokenWriting.Write(expected), (await VerifyAsync(text)).Verdict);
    }

    [Theory]
    [InlineData(-31, TokenFault.NotYetValid)]
    [InlineData(-29, TokenFault.None)]
    public async Task Token_of_a_key_not_yet_in_use_waits_for_it(int seconds, TokenFault expected)
    {
        var text = SignedBy(edge.Coming, await GenuineAsync());
        var before = edge.Clock.Now;
        edge.Clock.Now = edge.Coming.Terms.SignsFrom.AddSeconds(seconds);
        try
        {
            var late = WithExpiry(text, edge.Coming, edge.Clock.Now.AddMinutes(1));
            Assert.Equal(Terminals.TokenWriting.Write(expected), (await VerifyAsync(late)).Verdict);
        }
        finally
        {
            edge.Clock.Now = before;
        }
    }

    [Fact]
    public async Task Token_of_a_key_for_another_venue_is_refused() => await AssertRefusedAsync(SignedBy(edge.Elsewhere, await GenuineAsync()), TokenFault.KeyNotForVenue);

    [Fact]
    public async Task Token_of_a_key_for_other_perks_is_refused() => await AssertRefusedAsync(SignedBy(edge.OtherPerks, await GenuineAsync()), TokenFault.KeyNotForPerk);

    [Fact]
    public async Task Token_that_outlives_its_key_is_refused() =>
        await AssertRefusedAsync(WithExpiry((await GenuineAsync()).Text, edge.Ending, edge.Ending.Verification.UsableUntil.AddSeconds(1)), TokenFault.KeyNotForLifetime);

    [Fact]
    public async Task Token_of_a_key_that_is_retired_is_refused() => await AssertRefusedAsync(SignedBy(edge.Retired, await GenuineAsync()), TokenFault.UnknownKey);

    [Fact]
    public async Task Member_block_of_another_token_is_refused_though_it_is_signed()
    {
        var (mine, theirs) = (await GenuineAsync("demo-chen"), await GenuineAsync("demo-alice"));
        var block = CborNode.Parse(theirs.Payload)!.Items[7].Items[1].Content;
        await AssertRefusedAsync(mine.WithClaims(claims => claims.Items[7].Items[1].Content = block), TokenFault.BadSignature);
    }

    [Theory]
    [InlineData(513)]
    [InlineData(60_000)]
    public async Task Text_longer_than_any_scan_is_a_faulty_request(int length)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => RedeemAsync(TokenFormat.Prefix + new string('A', length - 3)));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Megabyte_is_not_even_read()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => RedeemAsync(TokenFormat.Prefix + new string('A', 1 << 20)));
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    [Fact]
    public async Task Claim_code_and_app_code_are_no_tokens()
    {
        var refused = await _dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        var code = DecisionSeal.ClaimCodeOf(refused.DecisionId.Span);
        await AssertRefusedAsync(code, TokenFault.Shape);
        await AssertRefusedAsync(TokenFormat.Prefix + code[3..], TokenFault.NotCanonical);
    }

    private async Task AssertRefusedAsync(string text, TokenFault expected)
    {
        var verdict = Terminals.TokenWriting.Write(expected);
        var remedy = Terminals.TokenWriting.RemedyOf(expected);
        var (verified, redeemed) = (await VerifyAsync(text), await RedeemAsync(text));
        Assert.Equal((verdict, remedy, null), (verified.Verdict, verified.Remedy, verified.Content));
        Assert.Equal((RedeemOutcome.InvalidToken, verdict, remedy, null), (redeemed.Outcome, redeemed.Verdict, redeemed.Remedy, redeemed.Grant));
    }

    private async Task<AttackedToken> GenuineAsync(string member = "demo-chen")
    {
        var text = (await _dock.IssueAsync(Terminal.Ask(member, "charger.deposit-free"))).Token.Text;
        return new AttackedToken(BytesOf(text), edge.Signing.Verification, hash => AttackedEdge.Sign(edge.Signing, hash), edge.Elsewhere.Id);
    }

    private static string SignedBy(SigningKey key, AttackedToken token) => token.SignedBy(key.Id, hash => AttackedEdge.Sign(key, hash));

    private static string WithExpiry(string text, SigningKey key, DateTimeOffset expiry) =>
        new AttackedToken(BytesOf(SignedBy(key, AttackedAs(text, key))), key.Verification, hash => AttackedEdge.Sign(key, hash), key.Id).WithClaims(claims => claims.Items[3].Value = (ulong)expiry.ToUnixTimeSeconds());

    private static AttackedToken AttackedAs(string text, SigningKey key) =>
        new(BytesOf(text), key.Verification, hash => AttackedEdge.Sign(key, hash), key.Id);

    private static byte[] BytesOf(string text)
    {
        var bytes = new byte[TokenFormat.MaxBytes];
        Assert.True(Base32.TryDecode(text.AsSpan(TokenFormat.Prefix.Length), bytes, out var length));
        return bytes[..length];
    }

    private async Task<VerifyTokenResponse> VerifyAsync(string text) =>
        await _dock.Tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = text }, _dock.Options);

    private Task<RedeemTokenResponse> RedeemAsync(string text) => _dock.RedeemAsync(text);
}

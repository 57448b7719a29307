using System.Collections.Frozen;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class TokenVerificationTests
{
    private const int AlgorithmAt = 5;
    private const int UnprotectedAt = 16;
    private readonly TokenDesk _desk = new();

    [Fact]
    public void Signed_token_verifies_with_the_claims_it_was_issued_with()
    {
        var claims = TokenDesk.Claims() with { StatusIndex = 70_000 };
        var verdict = _desk.Verify(_desk.Issue(claims));
        Assert.Equal(new TokenVerdict(TokenFault.None, _desk.Key.Id, claims), verdict);
    }

    [Theory]
    [InlineData(TokenFault.None, TokenRemedy.None)]
    [InlineData(TokenFault.Shape, TokenRemedy.ScanAgain)]
    [InlineData(TokenFault.NotCanonical, TokenRemedy.NewToken)]
    [InlineData(TokenFault.UnknownKey, TokenRemedy.RefreshKeys)]
    [InlineData(TokenFault.AlgorithmMismatch, TokenRemedy.VenueRemedy)]
    [InlineData(TokenFault.BadSignature, TokenRemedy.VenueRemedy)]
    [InlineData(TokenFault.WrongAudience, TokenRemedy.OtherGate)]
    [InlineData(TokenFault.NotYetValid, TokenRemedy.RefreshKeys)]
    [InlineData(TokenFault.Expired, TokenRemedy.NewToken)]
    [InlineData(TokenFault.KeyNotForPerk, TokenRemedy.VenueRemedy)]
    [InlineData(TokenFault.KeyNotForVenue, TokenRemedy.VenueRemedy)]
    [InlineData(TokenFault.KeyNotForLifetime, TokenRemedy.VenueRemedy)]
    [InlineData(TokenFault.KeyCompromised, TokenRemedy.NewToken)]
    public void One_fault_has_one_reason_and_one_remedy(TokenFault fault, TokenRemedy remedy)
    {
        var verdict = VerdictOn(fault);
        Assert.Equal((fault, remedy), (verdict.Fault, verdict.Remedy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PE1")]
    [InlineData("PE2MZXW6YTB")]
    [InlineData("pe1mzxw6ytb")]
    [InlineData("PE1MZXW6YT!")]
    [InlineData(" PE1MZXW6YTB")]
    public void Text_of_another_shape_is_told_as_shape_or_content(string text) =>
        Assert.Equal(text == "PE1" ? TokenFault.NotCanonical : TokenFault.Shape, _desk.Verify(text).Fault);

    [Fact]
    public void Text_longer_than_any_token_is_not_even_decoded() =>
        Assert.Equal(TokenFault.Shape, _desk.Verify("PE1" + new string('A', 10_000_000)).Fault);

    [Theory]
    [InlineData(29.9, TokenFault.None)]
    [InlineData(30, TokenFault.Expired)]
    public void Expiry_is_extended_by_the_clock_slack(double secondsAfter, TokenFault expected)
    {
        var claims = TokenDesk.Claims();
        Assert.Equal(expected, _desk.Verify(_desk.Issue(claims), claims.ExpiresAt.AddSeconds(secondsAfter)).Fault);
    }

    [Theory]
    [InlineData(-30, TokenFault.None)]
    [InlineData(-30.1, TokenFault.NotYetValid)]
    public void Key_start_is_advanced_by_the_clock_slack(double secondsAfter, TokenFault expected)
    {
        var start = _desk.Key.UsableFrom;
        var text = _desk.Issue(TokenDesk.Claims() with { ExpiresAt = start.AddMinutes(1) });
        Assert.Equal(expected, _desk.Verify(text, start.AddSeconds(secondsAfter)).Fault);
    }

    [Theory]
    [InlineData(60, TokenFault.None)]
    [InlineData(90, TokenFault.None)]
    [InlineData(91, TokenFault.KeyNotForLifetime)]
    public void Lifetime_beyond_the_key_scope_is_refused(int seconds, TokenFault expected)
    {
        var desk = new TokenDesk(KeyScope.Everything with { MaxLifetime = TimeSpan.FromSeconds(60) });
        Assert.Equal(expected, desk.Verify(desk.Issue(TokenDesk.Claims() with { ExpiresAt = TokenDesk.Now.AddSeconds(seconds) })).Fault);
    }

    [Fact]
    public void Token_that_outlives_its_key_is_refused()
    {
        var end = _desk.Key.UsableUntil;
        var text = _desk.Issue(TokenDesk.Claims() with { ExpiresAt = end.AddSeconds(1) });
        Assert.Equal(TokenFault.KeyNotForLifetime, _desk.Verify(text, end.AddSeconds(-10)).Fault);
    }

    [Fact]
    public void Unlimited_keys_are_verified_like_others()
    {
        var scope = KeyScope.Everything with { MaxLifetime = TimeSpan.MaxValue };
        var key = VerificationKey.TryOf(_desk.Key.PublicKey.Span, scope, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)!;
        Assert.True(TokenVerification.Verify(_desk.Issue(TokenDesk.Claims()), new([key]), _desk.Gate, TokenDesk.Now).IsGood);
    }

    [Fact]
    public void Any_of_the_gates_audiences_will_do()
    {
        Assert.True(_desk.Verify(_desk.Issue(TokenDesk.Claims() with { Audience = AudienceCode.Parse("GATE-1") })).IsGood);
        Assert.True(_desk.Verify(_desk.Issue(TokenDesk.Claims() with { Audience = AudienceCode.Parse("LOUNGE-A") })).IsGood);
    }

    [Fact]
    public void Claims_are_given_only_once_the_signature_holds()
    {
        Assert.Equal(default, VerdictOn(TokenFault.BadSignature).Claims);
        Assert.Equal(TokenDesk.Claims().Id, VerdictOn(TokenFault.Expired).Claims.Id);
    }

    [Fact]
    public void Second_valid_signature_names_the_same_token()
    {
        var claims = TokenDesk.Claims();
        var (first, second) = (_desk.Issue(claims), _desk.Issue(claims));
        Assert.NotEqual(first, second);
        Assert.Equal(_desk.Verify(first).Claims.Id, _desk.Verify(second).Claims.Id);
    }

    private TokenVerdict VerdictOn(TokenFault fault)
    {
        var claims = TokenDesk.Claims();
        return fault switch
        {
            TokenFault.Shape => _desk.Verify(_desk.Issue(claims).ToLowerInvariant()),
            TokenFault.NotCanonical => _desk.Verify(TokenWriting.TextOf(_desk.Sign(claims, AddUnprotectedParameter))),
            TokenFault.UnknownKey => _desk.Verify(new TokenDesk().Issue(claims)),
            TokenFault.AlgorithmMismatch => _desk.Verify(TokenWriting.TextOf(_desk.Sign(claims, NameAnotherAlgorithm))),
            TokenFault.BadSignature => _desk.Verify(TokenWriting.TextOf(WithChangedUnits(_desk.Sign(claims)))),
            TokenFault.WrongAudience => _desk.Verify(_desk.Issue(claims with { Audience = AudienceCode.Parse("GATE-2") })),
            TokenFault.NotYetValid => _desk.Verify(_desk.Issue(claims), _desk.Key.UsableFrom.AddDays(-1)),
            TokenFault.Expired => _desk.Verify(_desk.Issue(claims), claims.ExpiresAt.AddMinutes(1)),
            TokenFault.KeyNotForPerk => VerdictUnder(KeyScope.Everything with { Perks = FrozenSet.Create<ushort>(1, 2) }, claims),
            TokenFault.KeyNotForVenue => VerdictUnder(KeyScope.Everything with { Venues = FrozenSet.Create("citybike:central-park") }, claims),
            TokenFault.KeyNotForLifetime => _desk.Verify(_desk.Issue(claims with { ExpiresAt = TokenDesk.Now.AddDays(2) })),
            TokenFault.KeyCompromised => TokenVerification.Verify(_desk.Issue(claims), new KeyList(_desk.List.Keys, [_desk.Key.Id]), _desk.Gate, TokenDesk.Now),
            _ => _desk.Verify(_desk.Issue(claims)),
        };
    }

    private static TokenVerdict VerdictUnder(KeyScope scope, TokenClaims claims)
    {
        var desk = new TokenDesk(scope);
        return desk.Verify(desk.Issue(claims));
    }

    private static byte[] AddUnprotectedParameter(byte[] draft) => [.. draft[..UnprotectedAt], 0xA1, 0x05, 0x00, .. draft[(UnprotectedAt + 1)..]];

    private static byte[] NameAnotherAlgorithm(byte[] draft)
    {
        draft[AlgorithmAt]--;
        return draft;
    }

    private static byte[] WithChangedUnits(byte[] token)
    {
        token[^68]++;
        return token;
    }
}

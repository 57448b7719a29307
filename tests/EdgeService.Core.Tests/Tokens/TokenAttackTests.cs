using System.Collections.Frozen;
using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.TokenAttacks;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>Every attack of the table, and what a table cannot say, against verification alone; the same table is tried on the whole service.</summary>
public sealed class TokenAttackTests
{
    private readonly TokenDesk _desk = new();
    private readonly TokenDesk _other = new();

    public static TheoryData<string> Attacks => [.. TokenAttack.All.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_meets_its_own_verdict_and_learns_nothing_of_the_claims(string attack)
    {
        var (text, expected) = (TokenAttack.All[attack].Make(Genuine()), TokenAttack.All[attack].Fault);
        var verdict = Verify(text);
        Assert.Equal(expected, verdict.Fault);
        Assert.Equal(expected > TokenFault.BadSignature, verdict.Claims != default);
    }

    [Fact]
    public void Genuine_token_of_the_table_is_good() => Assert.True(Verify(Genuine().Text).IsGood);

    [Fact]
    public void Mirrored_signature_holds_and_names_the_same_token()
    {
        var genuine = Genuine();
        var malleated = SignatureAttacks.Malleated(genuine);
        Assert.NotEqual(genuine.Text, malleated);
        Assert.Equal(Verify(genuine.Text), Verify(malleated));
    }

    [Fact]
    public void Flipped_bit_of_the_bytes_is_refused_wherever_it_is()
    {
        var genuine = Genuine().Genuine;
        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var flipped = (byte[])genuine.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.InRange(Verify(AttackedToken.TextOf(flipped)).Fault, TokenFault.NotCanonical, TokenFault.BadSignature);
        }
    }

    [Fact]
    public void Flipped_bit_of_the_text_is_refused_wherever_it_is()
    {
        var genuine = Genuine().Text;
        for (var bit = 0; bit < genuine.Length * 16; bit++)
        {
            var flipped = genuine.ToCharArray();
            flipped[bit / 16] ^= (char)(1 << (bit % 16));
            Assert.InRange(Verify(new string(flipped)).Fault, TokenFault.Shape, TokenFault.BadSignature);
        }
    }

    [Fact]
    public void Token_cut_off_is_refused_wherever_it_ends()
    {
        var genuine = Genuine();
        for (var length = 0; length < genuine.Genuine.Length; length++)
            Assert.Equal(TokenFault.NotCanonical, Verify(AttackedToken.TextOf(genuine.Genuine[..length])).Fault);
        for (var length = 0; length < genuine.Text.Length; length++)
            Assert.InRange(Verify(genuine.Text[..length]).Fault, TokenFault.Shape, TokenFault.NotCanonical);
    }

    [Fact]
    public void Megabyte_is_refused_without_a_byte_allocated()
    {
        var text = TokenFormat.Prefix + new string('A', 1 << 20);
        _desk.Verify(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = _desk.Verify(text);
        Assert.Equal(TokenFault.Shape, verdict.Fault);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024);
    }

    [Fact]
    public void Token_of_a_key_for_another_venue_is_refused() =>
        Assert.Equal(TokenFault.KeyNotForVenue, VerdictUnder(KeyScope.Everything with { Venues = FrozenSet.Create("railway:other-station") }).Fault);

    [Fact]
    public void Token_of_a_key_for_another_perk_is_refused() =>
        Assert.Equal(TokenFault.KeyNotForPerk, VerdictUnder(KeyScope.Everything with { Perks = FrozenSet.Create<ushort>(8) }).Fault);

    [Fact]
    public void Token_signed_past_the_end_of_its_key_is_refused()
    {
        var end = _desk.Key.UsableUntil;
        var text = _desk.Issue(TokenDesk.Claims() with { ExpiresAt = end.AddMinutes(5) });
        Assert.Equal(TokenFault.KeyNotForLifetime, _desk.Verify(text, end.AddMinutes(1)).Fault);
        Assert.Equal(TokenFault.UnknownKey, TokenVerification.Verify(text, KeyList.Empty, _desk.Gate, end.AddMinutes(1)).Fault);
    }

    [Fact]
    public void Other_texts_of_the_service_are_no_tokens_under_their_own_prefix_or_a_tokens()
    {
        using var ciphers = new ServiceCiphers(TokenDesk.Keys);
        using var appKey = new AesGcm(SHA256.HashData("app"u8), 16);
        var decision = new SealedDecision
        {
            DecidedAt = TokenDesk.Now,
            AsOf = TokenDesk.Now,
            PerkCode = 7,
            Member = new(1),
            Terminal = "railway:central-station:gate-1",
            SnapshotRevision = 1,
            CatalogRevision = 1,
            Outcome = 1,
            CoarseCode = 0,
            PrincipalReason = 0,
            ReasonMask = 0,
            NextScoreStep = SealedDecision.NoNextScoreStep,
        };
        string[] others =
        [
            ReceiptText(),
            DecisionSeal.ClaimCodeOf(DecisionSeal.Seal(decision, new DecisionNonce(1, 2, 3), ciphers)),
            AppCode.Seal("demo-alice", TokenDesk.Now, new byte[12], appKey),
            "PE" + GrantIds.Seal(new(1), 1, ciphers),
        ];
        Assert.All(others, other => Assert.Equal(TokenFault.Shape, Verify(other).Fault));
        Assert.All(others, other => Assert.InRange(Verify(TokenFormat.Prefix + other[3..]).Fault, TokenFault.Shape, TokenFault.NotCanonical));
    }

    [Fact]
    public void Member_block_of_another_token_does_not_open()
    {
        using var ciphers = new ServiceCiphers(TokenDesk.Keys);
        var (mine, theirs) = (new TokenId((UInt128)1 << 64), new TokenId((UInt128)2 << 64));
        Assert.True(MemberSeal.TryOpen(MemberSeal.Seal(new(7), mine, ciphers), mine, ciphers, out _));
        Assert.False(MemberSeal.TryOpen(MemberSeal.Seal(new(7), mine, ciphers), theirs, ciphers, out _));
    }

    private AttackedToken Genuine() => new(_desk.Sign(TokenDesk.Claims()), _desk.Key, hash => _desk.Signer.SignHash(hash), _other.Key.Id);

    private TokenVerdict Verify(string text) => TokenVerification.Verify(text, new([_desk.Key, _other.Key]), _desk.Gate, TokenDesk.Now);

    private static TokenVerdict VerdictUnder(KeyScope scope)
    {
        var desk = new TokenDesk(scope);
        return desk.Verify(desk.Issue(TokenDesk.Claims()));
    }

    /// <summary>A receipt by the very key that signs tokens.</summary>
    private string ReceiptText()
    {
        var bytes = new byte[ReceiptFormat.MaxBytes];
        bytes = bytes[..ReceiptWriting.Draft(new(AudienceCode.Parse("LOUNGE-A"), "bike-1", 1, 1, TokenDesk.Now), _desk.Key.Id, bytes)];
        Span<byte> hash = stackalloc byte[32];
        TokenWriting.HashOf(bytes, hash);
        _desk.Signer.SignHash(hash).CopyTo(TokenWriting.SignatureOf(bytes));
        return ReceiptWriting.TextOf(bytes);
    }
}

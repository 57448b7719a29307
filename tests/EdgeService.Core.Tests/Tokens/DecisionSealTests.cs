using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public sealed class DecisionSealTests : IDisposable
{
    private static readonly SealedDecision Decision = new()
    {
        DecidedAt = TokenDesk.Now,
        PerkCode = 3,
        Member = new MemberKey(0xfedcba9876543210),
        Terminal = "urn:perks:terminal:citybike:central-park:dock-1",
        SnapshotRevision = 20_261_121_001,
        CatalogRevision = 7,
        AsOf = TokenDesk.Now.AddHours(-3),
        Outcome = 2,
        CoarseCode = 1,
        PrincipalReason = 9,
        ReasonMask = 0b1010,
        NextScoreStep = 6,
    };

    private static readonly DecisionNonce Nonce = new(1, 0x01020304, 5);
    private readonly ServiceCiphers _ciphers = new(TokenDesk.Keys);

    public void Dispose() => _ciphers.Dispose();

    [Fact]
    public void Decision_opens_as_it_was_sealed()
    {
        Assert.True(DecisionSeal.TryOpen(DecisionSeal.Seal(Decision, Nonce, _ciphers), _ciphers, out var opened));
        Assert.Equal(Decision, opened);
    }

    [Fact]
    public void Nonce_lies_in_the_id_as_edge_start_and_counter()
    {
        var id = DecisionSeal.Seal(Decision, new(0xabcd, 0x01020304, DecisionNonce.MaxCounter), _ciphers);
        Assert.Equal("01abcd01020304ffffffffffff", Convert.ToHexStringLower(id.AsSpan(0, 13)));
    }

    [Fact]
    public void Size_depends_on_the_terminal_alone()
    {
        var plain = Decision with { Member = default, ReasonMask = 0, PrincipalReason = 0, SnapshotRevision = 0, CatalogRevision = 0, NextScoreStep = 255 };
        var full = Decision with { Member = new(ulong.MaxValue), ReasonMask = uint.MaxValue, SnapshotRevision = long.MaxValue, Outcome = 255 };
        Assert.Equal(DecisionSeal.Seal(plain, Nonce, _ciphers).Length, DecisionSeal.Seal(full, Nonce, _ciphers).Length);
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var id = DecisionSeal.Seal(Decision, Nonce, _ciphers);
        for (var bit = 0; bit < id.Length * 8; bit++)
        {
            id[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(DecisionSeal.TryOpen(id, _ciphers, out _));
            id[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Other_deployments_and_other_lengths_are_refused()
    {
        using var others = new ServiceCiphers(ServiceKeys.Of(SHA256.HashData("another deployment"u8)));
        var id = DecisionSeal.Seal(Decision, Nonce, _ciphers);
        Assert.False(DecisionSeal.TryOpen(id, others, out _));
        for (var length = 0; length < id.Length; length++) Assert.False(DecisionSeal.TryOpen(id.AsSpan(0, length), _ciphers, out _));
        Assert.False(DecisionSeal.TryOpen(new byte[10_000], _ciphers, out _));
    }

    [Fact]
    public void Claim_code_reads_back_to_the_id()
    {
        var id = DecisionSeal.Seal(Decision, Nonce, _ciphers);
        var code = DecisionSeal.ClaimCodeOf(id);
        Assert.Matches("^PD1[A-Z2-7]+$", code);
        Assert.Equal(id, DecisionSeal.TryReadClaimCode(code));
        Assert.Null(DecisionSeal.TryReadClaimCode(code.ToLowerInvariant()));
        Assert.Null(DecisionSeal.TryReadClaimCode("PE1" + code[3..]));
        Assert.Null(DecisionSeal.TryReadClaimCode("PD1" + new string('A', 100_000)));
    }

    [Fact]
    public void Longest_terminal_fits_and_a_longer_one_does_not()
    {
        var longest = Decision with { Terminal = new string('t', 255) };
        Assert.Equal(DecisionSeal.MaxSize, DecisionSeal.Seal(longest, Nonce, _ciphers).Length);
        Assert.True(DecisionSeal.TryOpen(DecisionSeal.Seal(longest, Nonce, _ciphers), _ciphers, out _));
        Assert.Throws<ArgumentException>(() => DecisionSeal.Seal(Decision with { Terminal = new string('t', 256) }, Nonce, _ciphers));
    }

    [Fact]
    public void Sealing_into_a_buffer_allocates_nothing()
    {
        var buffer = new byte[DecisionSeal.MaxSize];
        DecisionSeal.Seal(Decision, Nonce, _ciphers, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) DecisionSeal.Seal(Decision, Nonce, _ciphers, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

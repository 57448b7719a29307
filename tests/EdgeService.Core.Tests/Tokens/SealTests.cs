using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public sealed class SealTests : IDisposable
{
    private static readonly ServiceKeys OtherKeys = ServiceKeys.Of(SHA256.HashData("another deployment"u8));
    private readonly ServiceCiphers _ciphers = new(TokenDesk.Keys);
    private readonly ServiceCiphers _others = new(OtherKeys);

    public void Dispose()
    {
        _ciphers.Dispose();
        _others.Dispose();
    }

    [Fact]
    public void Sealed_member_opens_with_its_own_token_only()
    {
        var (member, token) = (new MemberKey(0x0123456789abcdef), TokenDesk.Claims().Id);
        var seal = MemberSeal.Seal(member, token, _ciphers);

        Assert.True(MemberSeal.TryOpen(seal, token, _ciphers, out var opened));
        Assert.Equal(member, opened);
        Assert.False(MemberSeal.TryOpen(seal, new TokenId(~token.Value), _ciphers, out _));
        Assert.False(MemberSeal.TryOpen(seal, token, _others, out _));
        Assert.False(MemberSeal.TryOpen(new SealedMember(seal.Value ^ 1), token, _ciphers, out _));
    }

    [Fact]
    public void Sealed_member_looks_different_in_every_token()
    {
        var member = new MemberKey(42);
        var seals = Enumerable.Range(0, 100).Select(number => MemberSeal.Seal(member, new TokenId((UInt128)number << 64), _ciphers));
        Assert.Equal(100, seals.Distinct().Count());
    }

    [Fact]
    public void Grant_id_has_27_characters_and_opens_to_member_and_number()
    {
        var id = GrantIds.Seal(new MemberKey(ulong.MaxValue), 3, _ciphers);
        Assert.Equal(27, id.Length);
        Assert.True(GrantIds.TryOpen(id, _ciphers, out var member, out var number));
        Assert.Equal((new MemberKey(ulong.MaxValue), 3UL), (member, number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("GAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("HAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("GAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("gaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Other_texts_are_no_grant_ids(string text) => Assert.False(GrantIds.TryOpen(text, _ciphers, out _, out _));

    [Fact]
    public void Keys_follow_from_the_secret_alone()
    {
        using var again = new ServiceCiphers(ServiceKeys.Of(Enumerable.Range(1, 32).Select(number => (byte)number).ToArray()));
        Assert.Equal(GrantIds.Seal(new(1), 1, _ciphers), GrantIds.Seal(new(1), 1, again));
        Assert.NotEqual(GrantIds.Seal(new(1), 1, _ciphers), GrantIds.Seal(new(1), 1, _others));
    }
}

using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class KeyListTests
{
    private static readonly KeyScope Narrow = new(FrozenSet.Create<ushort>(1, 9), FrozenSet.Create("railway:central-station"), TimeSpan.FromMinutes(15));

    [Fact]
    public void Json_reads_back_to_the_same_keys()
    {
        var keys = new KeyList([new TokenDesk(Narrow).Key, new TokenDesk().Key]);
        var read = KeyListJson.TryRead(KeyListJson.Write(keys), out var fault);
        Assert.Equal("", fault);
        Assert.Equal(KeyListJson.Write(keys), KeyListJson.Write(read!));
        Assert.Equal(keys.Keys.Select(key => key.Id), read!.Keys.Select(key => key.Id));
        Assert.Equal(Narrow.Perks!, read.Keys[0].Scope.Perks!);
        Assert.Null(read.Keys[1].Scope.Venues);
    }

    [Fact]
    public void Compromised_keys_are_named_in_json_and_off_the_list()
    {
        var (good, lost) = (new TokenDesk(), new TokenDesk());
        var read = KeyListJson.TryRead(KeyListJson.Write(new KeyList([good.Key, lost.Key], [lost.Key.Id])), out _)!;
        Assert.Equal((good.Key.Id, lost.Key.Id), (Assert.Single(read.Keys).Id, Assert.Single(read.Compromised)));
        Assert.Null(KeyListJson.TryRead("{\"keys\":[],\"compromised\":[\"ABC\"]}"u8, out var fault));
        Assert.Contains("ABC", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_verifies_with_a_list_read_from_json()
    {
        var desk = new TokenDesk();
        var cached = KeyListJson.TryRead(KeyListJson.Write(desk.List), out _)!;
        Assert.True(TokenVerification.Verify(desk.Issue(TokenDesk.Claims()), cached, desk.Gate, TokenDesk.Now).IsGood);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"keys\":null}")]
    [InlineData("{\"keys\":[{}]}")]
    [InlineData("{\"keys\":[null]}")]
    [InlineData("{\"keys\":[]")]
    public void Other_json_is_refused_with_a_reason(string json)
    {
        Assert.Null(KeyListJson.TryRead(Encoding.UTF8.GetBytes(json), out var fault));
        Assert.NotEqual("", fault);
    }

    [Theory]
    [InlineData("\"ES256\"", "\"none\"")]
    [InlineData("\"kid\": \"", "\"kid\": \"0")]
    [InlineData("86400", "0")]
    [InlineData("86400", "9000000000000000")]
    public void Key_that_cannot_be_used_spoils_the_list(string part, string other)
    {
        var json = Encoding.UTF8.GetString(KeyListJson.Write(new TokenDesk().List));
        Assert.Contains(part, json, StringComparison.Ordinal);
        Assert.Null(KeyListJson.TryRead(Encoding.UTF8.GetBytes(json.Replace(part, other, StringComparison.Ordinal)), out var fault));
        Assert.Contains("key ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_id_is_the_head_of_the_public_keys_hash()
    {
        var key = new TokenDesk().Key;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.PublicKey.Span).AsSpan(0, 8)), key.Id.ToString());
        Assert.True(KeyId.TryParse(key.Id.ToString(), out var parsed));
        Assert.Equal(key.Id, parsed);
        Assert.False(KeyId.TryParse(key.Id.ToString().ToUpperInvariant() + "0", out _));
    }

    [Fact]
    public void Only_p256_keys_are_taken()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(VerificationKey.TryOf(p384.ExportSubjectPublicKeyInfo(), Narrow, default, default));
        Assert.Null(VerificationKey.TryOf([.. p256.ExportSubjectPublicKeyInfo(), 0], Narrow, default, default));
        Assert.Null(VerificationKey.TryOf([], Narrow, default, default));
        Assert.NotNull(VerificationKey.TryOf(p256.ExportSubjectPublicKeyInfo(), Narrow, default, default));
    }

    [Fact]
    public void Key_on_a_curve_that_nobody_knows_is_not_taken()
    {
        var key = new TokenDesk().Key.PublicKey.ToArray();
        key[15]++;
        Assert.Null(VerificationKey.TryOf(key, KeyScope.Everything, default, default));
    }
}

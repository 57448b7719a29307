using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>Two signed tokens kept with their keys: the format must not drift.</summary>
public class TokenVectorsTests
{
    public static TheoryData<int> Examples => [0, 1];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Kept_token_verifies_with_its_kept_claims(int number)
    {
        var example = Read(number);
        var claims = ClaimsOf(example);
        var key = VerificationKey.TryOf(example.GetProperty("publicKey").GetBytesFromBase64(), KeyScope.Everything, default, claims.ExpiresAt)!;
        var gate = new TokenGate("railway:central-station", ImmutableArray.Create(claims.Audience));

        var verdict = TokenVerification.Verify(Text(example, "text"), new([key]), gate, claims.ExpiresAt.AddMinutes(-1));

        Assert.Equal(new TokenVerdict(TokenFault.None, key.Id, claims), verdict);
        Assert.Equal(Text(example, "keyId"), key.Id.ToString());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Same_claims_are_written_in_the_kept_bytes(int number)
    {
        var example = Read(number);
        var kept = Bytes(example, "token");
        Assert.True(KeyId.TryParse(Text(example, "keyId"), out var key));
        var token = new byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(ClaimsOf(example), key, token)];
        TokenWriting.SignatureOf(kept).CopyTo(TokenWriting.SignatureOf(token));

        Assert.Equal(kept, token);
        Assert.Equal(Text(example, "text"), TokenWriting.TextOf(token));
        Assert.True(CoseSign1.TryRead(kept, out var message));
        var signed = new byte[TokenFormat.MaxBytes];
        Assert.Equal(Bytes(example, "toBeSigned"), signed[..ToBeSigned.Write(message.ProtectedBytes, [], message.Payload, signed)]);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Sealed_member_opens_under_the_kept_secret(int number)
    {
        var example = Read(number);
        var claims = ClaimsOf(example);
        using var ciphers = new ServiceCiphers(ServiceKeys.Of(Bytes(example, "sealSecret")));
        Assert.True(MemberSeal.TryOpen(claims.Member, claims.Id, ciphers, out var member));
        Assert.Equal(Text(example, "memberKey"), member.ToHex());
    }

    private static JsonElement Read(int number)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes("Vectors/tokens.json"));
        return document.RootElement.GetProperty("tokens")[number].Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(Text(element, name));

    private static TokenClaims ClaimsOf(JsonElement example)
    {
        var claims = example.GetProperty("claims");
        var status = claims.GetProperty("statusIndex");
        return new(
            AudienceCode.Parse(Text(claims, "audience")),
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("expiresAt").GetInt64()),
            TokenId.Read(Bytes(claims, "id")),
            claims.GetProperty("perk").GetUInt16(),
            new SealedMember(UInt128.Parse(Text(claims, "sealed"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
            claims.GetProperty("units").GetUInt32(),
            (OfflineClass)claims.GetProperty("offlineClass").GetInt32(),
            status.ValueKind == JsonValueKind.Null ? null : status.GetUInt32());
    }
}

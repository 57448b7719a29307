using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Tokens and what is found about them, on the wire.</summary>
public static class TokenWriting
{
    public static Wire.Token Write(SignedToken token, byte[]? picture) => new()
    {
        Text = token.Text,
        TokenId = Write(token.Claims.Id),
        ExpireTime = token.Claims.ExpiresAt.ToTimestamp(),
        Audience = token.Claims.Audience.Code,
        Picture = picture is null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(picture),
    };

    public static Wire.TokenContent Write(TokenGrants content) => new()
    {
        TokenId = Write(content.Claims.Id),
        PerkId = content.Perk.Id,
        UnitCount = (int)content.Claims.Units,
        ExpireTime = content.Claims.ExpiresAt.ToTimestamp(),
        Audience = content.Claims.Audience.Code,
        MemberPseudonym = content.Pseudonym,
        OfflineAllowance = content.Claims.OfflineClass switch
        {
            OfflineClass.Always => Wire.OfflineAllowance.Always,
            OfflineClass.WhenStale => Wire.OfflineAllowance.Once,
            _ => Wire.OfflineAllowance.None,
        },
    };

    /// <summary>Wire verdicts stand in the order of the faults, with "valid" in the place of "none".</summary>
    public static Wire.TokenVerdict Write(TokenFault fault) => (Wire.TokenVerdict)((int)fault + 1);

    public static Wire.TokenRemedy RemedyOf(TokenFault fault) => (Wire.TokenRemedy)TokenRemedies.Of(fault);

    public static Wire.VerificationKey Write(VerificationKey key)
    {
        var message = new Wire.VerificationKey
        {
            KeyId = Write(key.Id),
            SubjectPublicKeyInfo = ByteString.CopyFrom(key.PublicKey.Span),
            Algorithm = key.Algorithm.ToString().ToUpperInvariant(),
            MaxLifetime = key.Scope.MaxLifetime.ToDuration(),
            StartTime = key.UsableFrom.ToTimestamp(),
            EndTime = key.UsableUntil.ToTimestamp(),
        };
        message.Venues.Add(key.Scope.Venues?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());
        message.PerkCodes.Add(key.Scope.Perks?.Order().Select(code => (int)code) ?? []);
        return message;
    }

    public static ByteString Write(KeyId id)
    {
        var bytes = new byte[KeyId.Size];
        id.Write(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static ByteString Write(TokenId id)
    {
        var bytes = new byte[TokenId.Size];
        id.Write(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}

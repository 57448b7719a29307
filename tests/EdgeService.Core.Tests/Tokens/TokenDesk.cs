using System.Security.Cryptography;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>A signing key with a key list, a gate and an instant that fit each other.</summary>
internal sealed class TokenDesk
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly ServiceKeys Keys = ServiceKeys.Of(Enumerable.Range(1, 32).Select(number => (byte)number).ToArray());

    public TokenDesk(KeyScope? scope = null, ECDsa? key = null)
    {
        Signer = key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Key = VerificationKey.TryOf(Signer.ExportSubjectPublicKeyInfo(), scope ?? KeyScope.Everything, Now.AddDays(-1), Now.AddDays(30))!;
        List = new([Key]);
    }

    public ECDsa Signer { get; }

    public VerificationKey Key { get; }

    public KeyList List { get; }

    public TokenGate Gate { get; } = new("railway:central-station", [AudienceCode.Parse("GATE-1"), AudienceCode.Parse("LOUNGE-A")]);

    public static TokenClaims Claims() => new(
        AudienceCode.Parse("LOUNGE-A"),
        Now.AddMinutes(15),
        KeyedNames.TokenIdOf(Keys, "urn:perks:member-app:programme", Guid.Empty, "body"u8),
        PerkCode: 7,
        new SealedMember(UInt128.One),
        Units: 1,
        OfflineClass.WhenStale,
        StatusIndex: null);

    public byte[] Sign(in TokenClaims claims, Func<byte[], byte[]>? spoil = null)
    {
        var bytes = new byte[TokenFormat.MaxBytes];
        bytes = bytes[..TokenWriting.Draft(claims, Key.Id, bytes)];
        bytes = spoil?.Invoke(bytes) ?? bytes;
        Span<byte> hash = stackalloc byte[32];
        TokenWriting.HashOf(bytes, hash);
        Signer.SignHash(hash).CopyTo(TokenWriting.SignatureOf(bytes));
        return bytes;
    }

    public string Issue(in TokenClaims claims) => TokenWriting.TextOf(Sign(claims));

    public TokenVerdict Verify(string text, DateTimeOffset? now = null) => TokenVerification.Verify(text, List, Gate, now ?? Now);
}

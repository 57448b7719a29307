using System.Security.Cryptography;
using EdgeService.Core.Perks;
using EdgeService.Core.Tests.Tokens;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Signs with a key that is always the same, so that an input found once means the same in every later run.</summary>
internal sealed class KeptSigner
{
    private const string Private = "f74f31b6f686f6711a24b6512ebc6a51a455630ff789dcd2994479d5f7f841ce";

    public KeptSigner()
    {
        Key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Convert.FromHexString(Private) });
        Desk = new TokenDesk(key: Key);
    }

    public ECDsa Key { get; }

    public TokenDesk Desk { get; }

    /// <summary>Good tokens of every shape that a token may have.</summary>
    public static TokenClaims[] Claims { get; } =
    [
        TokenDesk.Claims(),
        TokenDesk.Claims() with { StatusIndex = 70_000, Units = 100, PerkCode = 65_535 },
        TokenDesk.Claims() with { Audience = AudienceCode.Parse("GATE-1"), StatusIndex = 0, OfflineClass = OfflineClass.Always, ExpiresAt = TokenDesk.Now.AddHours(23) },
    ];

    public byte[] Sign(byte[] draft)
    {
        Span<byte> hash = stackalloc byte[32];
        TokenWriting.HashOf(draft, hash);
        var signed = (byte[])draft.Clone();
        Key.SignHash(hash).CopyTo(TokenWriting.SignatureOf(signed));
        return signed;
    }

    public byte[] SignReceipt(DockReceipt receipt)
    {
        var bytes = new byte[ReceiptFormat.MaxBytes];
        return Sign(bytes[..ReceiptWriting.Draft(receipt, Desk.Key.Id, bytes)]);
    }

}

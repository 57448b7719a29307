using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.TokenAttacks;

/// <summary>Signatures that are none, or none of this form. The mirrored one, n − s, holds and is no attack of this table: it names the same token.</summary>
internal static class SignatureAttacks
{
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static IEnumerable<TokenAttack> All =>
    [
        new("signature of zeros", TokenFault.BadSignature, token => token.WithSignature(new byte[64])),
        new("signature with r zero", TokenFault.BadSignature, token => token.WithSignature([.. new byte[32], .. token.Signature[32..]])),
        new("signature with s zero", TokenFault.BadSignature, token => token.WithSignature([.. token.Signature[..32], .. new byte[32]])),
        new("signature with r the order", TokenFault.BadSignature, token => token.WithSignature([.. Bytes(Order), .. token.Signature[32..]])),
        new("signature with s the order", TokenFault.BadSignature, token => token.WithSignature([.. token.Signature[..32], .. Bytes(Order)])),
        new("signature with r and s the order", TokenFault.BadSignature, token => token.WithSignature([.. Bytes(Order), .. Bytes(Order)])),
        new("signature with r beyond the order", TokenFault.BadSignature, token => token.WithSignature([.. Enumerable.Repeat<byte>(0xFF, 32), .. token.Signature[32..]])),
        new("signature with r one and s one", TokenFault.BadSignature, token => token.WithSignature([.. Bytes(1), .. Bytes(1)])),
        new("signature with r mirrored", TokenFault.BadSignature, token => token.WithSignature([.. Mirrored(token.Signature[..32]), .. token.Signature[32..]])),
        new("signature with r and s changed places", TokenFault.BadSignature, token => token.WithSignature([.. token.Signature[32..], .. token.Signature[..32]])),
        new("signature in DER", TokenFault.NotCanonical, token => token.WithSignature(Der(token.Signature))),
        new("signature of 63 bytes", TokenFault.NotCanonical, token => token.WithSignature(token.Signature[1..])),
        new("signature of 65 bytes", TokenFault.NotCanonical, token => token.WithSignature([0, .. token.Signature])),
        new("signature empty", TokenFault.NotCanonical, token => token.WithSignature([])),
        new("signature of another deployment under our key id", TokenFault.BadSignature, token => token.WithSignature(Foreign(token))),
        new("token of another deployment", TokenFault.UnknownKey, Elsewhere),
    ];

    /// <summary>The other signature that holds for the same content: r ‖ n − s.</summary>
    public static string Malleated(AttackedToken token) => token.WithSignature([.. token.Signature[..32], .. Mirrored(token.Signature[32..])]);

    private static byte[] Mirrored(byte[] number) => Bytes(Order - new BigInteger(number, isUnsigned: true, isBigEndian: true));

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static byte[] Der(byte[] signature) =>
        [0x30, 70, 0x02, 33, 0, .. signature[..32], 0x02, 33, 0, .. signature[32..]];

    private static byte[] Foreign(AttackedToken token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.SignData(AttackedToken.ToBeSignedOf(token.Protected, token.Payload), HashAlgorithmName.SHA256);
    }

    private static string Elsewhere(AttackedToken token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var header = AttackedToken.Hex($"a2 0126 0448{KeyId.OfPublicKey(key.ExportSubjectPublicKeyInfo())}");
        var signature = key.SignData(AttackedToken.ToBeSignedOf(header, token.Payload), HashAlgorithmName.SHA256);
        return AttackedToken.TextOf(AttackedToken.Compose([0xD2, 0x84], header, [0xA0], token.Payload, signature));
    }
}

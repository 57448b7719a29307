using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.TokenAttacks;

/// <summary>
/// A genuine token in the hands of an attacker who is stronger than any that is expected: he may have anything signed by the very key that signed it,
/// so that what stops him is the form alone.
/// </summary>
/// <param name="genuine">The token's bytes.</param>
/// <param name="key">Its key, as the key list has it.</param>
/// <param name="sign">Signs a SHA-256 hash with that key: r ‖ s.</param>
/// <param name="otherTrusted">Another key of the same list.</param>
internal sealed class AttackedToken(byte[] genuine, VerificationKey key, Func<byte[], byte[]> sign, KeyId otherTrusted)
{
    private const int ProtectedAt = 3;
    private const int ProtectedSize = 13;
    private const int PayloadAt = ProtectedAt + ProtectedSize + 3;

    public byte[] Genuine { get; } = genuine;

    public string Text => TokenWriting.TextOf(Genuine);

    public VerificationKey Key { get; } = key;

    public KeyId OtherTrusted { get; } = otherTrusted;

    public byte[] Protected => Genuine[ProtectedAt..(ProtectedAt + ProtectedSize)];

    public byte[] Payload => Genuine[PayloadAt..^66];

    public byte[] Signature => Genuine[^64..];

    public byte[] KeyIdBytes => BytesOf(Key.Id);

    public static byte[] BytesOf(KeyId id) => Convert.FromHexString(id.ToString());

    public static string TextOf(byte[] token) => TokenWriting.TextOf(token);

    /// <summary>Other claims, signed.</summary>
    public string WithClaims(Action<CborNode> change)
    {
        var claims = CborNode.Parse(Payload)!;
        change(claims);
        return TextOf(Signed(Protected, claims.ToBytes()));
    }

    /// <summary>The same claims, signed by another key in its own name.</summary>
    public string SignedBy(KeyId other, Func<byte[], byte[]> signOther)
    {
        var header = Hex($"a2 0126 0448{other}");
        return TextOf(Compose([0xD2, 0x84], header, [0xA0], Payload, signOther(SHA256.HashData(ToBeSignedOf(header, Payload)))));
    }

    /// <summary>Another protected header, signed.</summary>
    public string WithProtected(string hex) => TextOf(Signed(Hex(hex), Payload));

    /// <summary>Another protected header and something in the unprotected one, signed.</summary>
    public string WithHeaders(string protectedHex, string unprotectedHex)
    {
        var protectedBytes = Hex(protectedHex);
        return TextOf(Compose([0xD2, 0x84], protectedBytes, Hex(unprotectedHex), Payload, SignatureOver(protectedBytes, Payload)));
    }

    /// <summary>The same content with another signature.</summary>
    public string WithSignature(byte[] signature) => TextOf(Compose([0xD2, 0x84], Protected, [0xA0], Payload, signature));

    public byte[] Signed(byte[] protectedBytes, byte[] payload) => Compose([0xD2, 0x84], protectedBytes, [0xA0], payload, SignatureOver(protectedBytes, payload));

    public byte[] SignatureOver(byte[] protectedBytes, byte[] payload) => sign(SHA256.HashData(ToBeSignedOf(protectedBytes, payload)));

    public static byte[] ToBeSignedOf(byte[] protectedBytes, byte[] payload)
    {
        var bytes = new byte[ToBeSigned.MaxLength(protectedBytes.Length, 0, payload.Length)];
        return bytes[..ToBeSigned.Write(protectedBytes, [], payload, bytes)];
    }

    /// <summary>A message of these parts; the two buckets are not looked at.</summary>
    public static byte[] Compose(byte[] head, byte[] protectedBytes, byte[] unprotected, byte[] payload, byte[] signature) =>
        [.. head, .. BytesItem(protectedBytes), .. unprotected, .. BytesItem(payload), .. BytesItem(signature)];

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] BytesItem(byte[] content) => new CborNode { Major = 2, Content = content }.ToBytes();
}

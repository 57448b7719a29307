using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.TokenAttacks;

/// <summary>Another algorithm, another key, or either of them where it is not signed.</summary>
internal static class HeaderAttacks
{
    public static IEnumerable<TokenAttack> All =>
    [
        new("algorithm none, unsigned", TokenFault.AlgorithmMismatch, token => Unsigned(token, $"a2 0100 0448{token.Key.Id}")),
        new("algorithm none, signature empty", TokenFault.NotCanonical, token => Empty(token, $"a2 0100 0448{token.Key.Id}")),
        new("algorithm HS256 keyed with the public key", TokenFault.AlgorithmMismatch, token => Hs256(token, repeat: 2)),
        new("algorithm HS256 keyed with the public key, 32 bytes", TokenFault.NotCanonical, token => Hs256(token, repeat: 1)),
        new("algorithm ES384", TokenFault.AlgorithmMismatch, token => token.WithProtected($"a2 013822 0448{token.Key.Id}")),
        new("algorithm ES512", TokenFault.AlgorithmMismatch, token => token.WithProtected($"a2 013823 0448{token.Key.Id}")),
        new("algorithm EdDSA", TokenFault.AlgorithmMismatch, token => token.WithProtected($"a2 0127 0448{token.Key.Id}")),
        new("algorithm as text", TokenFault.AlgorithmMismatch, token => token.WithProtected($"a2 01654553323536 0448{token.Key.Id}")),
        new("algorithm not protected", TokenFault.NotCanonical, token => token.WithHeaders($"a1 0448{token.Key.Id}", "a1 0126")),
        new("algorithm in both buckets", TokenFault.NotCanonical, token => token.WithHeaders($"a2 0126 0448{token.Key.Id}", "a1 0126")),
        new("algorithm missing", TokenFault.NotCanonical, token => token.WithProtected($"a1 0448{token.Key.Id}")),
        new("critical header that nobody knows", TokenFault.NotCanonical, token => token.WithProtected($"a3 0126 028103 0448{token.Key.Id}")),
        new("key id of another trusted key", TokenFault.BadSignature, token => Swapped(token, token.OtherTrusted.ToString())),
        new("key id of no key", TokenFault.UnknownKey, token => Swapped(token, "0000000000000000")),
        new("key id signed over, of no key", TokenFault.UnknownKey, token => token.WithProtected("a2 0126 0448ffffffffffffffff")),
        new("key id not protected", TokenFault.NotCanonical, token => token.WithHeaders("a1 0126", $"a1 0448{token.Key.Id}")),
        new("key id in both buckets", TokenFault.NotCanonical, token => token.WithHeaders($"a2 0126 0448{token.Key.Id}", "a1 0440")),
        new("key id missing", TokenFault.NotCanonical, token => token.WithProtected("a1 0126")),
        new("key id of seven bytes", TokenFault.NotCanonical, token => token.WithProtected($"a2 0126 0447{token.Key.Id.ToString()[2..]}")),
        new("key id twice", TokenFault.NotCanonical, token => token.WithProtected($"a3 0126 0448{token.Key.Id} 0440")),
        new("unprotected header added to a genuine token", TokenFault.NotCanonical, token =>
            AttackedToken.TextOf(AttackedToken.Compose([0xD2, 0x84], token.Protected, [0xA1, 0x05, 0x00], token.Payload, token.Signature))),
        new("headers out of order", TokenFault.NotCanonical, token => token.WithProtected($"a2 0448{token.Key.Id} 0126")),
        new("status list shown as a token", TokenFault.NotCanonical, token =>
            AttackedToken.TextOf(token.Signed(AttackedToken.Hex($"a3 0126 0448{token.Key.Id} 1063612f62"), AttackedToken.Hex("a2 061a6b0187c0 19fffda2646269747301636c737440")))),
    ];

    private static string Swapped(AttackedToken token, string keyId) => AttackedToken.TextOf(
        AttackedToken.Compose([0xD2, 0x84], AttackedToken.Hex($"a2 0126 0448{keyId}"), [0xA0], token.Payload, token.Signature));

    private static string Unsigned(AttackedToken token, string hex) => AttackedToken.TextOf(
        AttackedToken.Compose([0xD2, 0x84], AttackedToken.Hex(hex), [0xA0], token.Payload, new byte[64]));

    private static string Empty(AttackedToken token, string hex) => AttackedToken.TextOf(
        AttackedToken.Compose([0xD2, 0x84], AttackedToken.Hex(hex), [0xA0], token.Payload, []));

    private static string Hs256(AttackedToken token, int repeat)
    {
        var header = AttackedToken.Hex($"a2 0105 0448{token.Key.Id}");
        var code = HMACSHA256.HashData(token.Key.PublicKey.Span, AttackedToken.ToBeSignedOf(header, token.Payload));
        return AttackedToken.TextOf(AttackedToken.Compose([0xD2, 0x84], header, [0xA0], token.Payload, [.. Enumerable.Repeat(code, repeat).SelectMany(part => part)]));
    }
}

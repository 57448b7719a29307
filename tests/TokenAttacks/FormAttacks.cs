using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.TokenAttacks;

/// <summary>The same message in other bytes, all of them well-formed CBOR: one content must have one form, or copies could not be told from it.</summary>
internal static class FormAttacks
{
    public static IEnumerable<TokenAttack> All =>
    [
        new("tag missing", TokenFault.NotCanonical, token => AttackedToken.TextOf(token.Genuine[1..])),
        new("tag twice", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD2, .. token.Genuine])),
        new("tag of a COSE_Mac0", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD1, .. token.Genuine[1..]])),
        new("tag in a longer head", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD8, 0x12, .. token.Genuine[1..]])),
        new("tag of a CWT outside", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD8, 0x3D, .. token.Genuine])),
        new("tag of CBOR itself outside", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD9, 0xD9, 0xF7, .. token.Genuine])),
        new("array of five", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD2, 0x85, .. token.Genuine[2..], 0x00])),
        new("array of three", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD2, 0x83, .. token.Genuine[2..]])),
        new("array in a longer head", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD2, 0x98, 0x04, .. token.Genuine[2..]])),
        new("array of indefinite length", TokenFault.NotCanonical, token => AttackedToken.TextOf([0xD2, 0x9F, .. token.Genuine[2..], 0xFF])),
        new("payload of indefinite length", TokenFault.NotCanonical, token => Outer(token, message => message.Items[2].Head = CborNode.Indefinite)),
        new("payload in a longer head", TokenFault.NotCanonical, token => Outer(token, message => message.Items[2].Head = 25)),
        new("payload detached", TokenFault.NotCanonical, token => Outer(token, message => message.Items[2] = new CborNode { Major = 7, Value = 22 })),
        new("signature in a longer head", TokenFault.NotCanonical, token => Outer(token, message => message.Items[3].Head = 26)),
        new("unprotected header of indefinite length", TokenFault.NotCanonical, token => Outer(token, message => message.Items[1].Head = CborNode.Indefinite)),
        new("unprotected header a list", TokenFault.NotCanonical, token => Outer(token, message => message.Items[1].Major = 4)),
        new("protected header not wrapped", TokenFault.NotCanonical, token => Outer(token, message => message.Items[0] = message.Items[0].Items[0])),
        new("protected map of indefinite length", TokenFault.NotCanonical, token => token.WithProtected($"bf 0126 0448{token.Key.Id} ff")),
        new("protected map in a longer head", TokenFault.NotCanonical, token => token.WithProtected($"b802 0126 0448{token.Key.Id}")),
        new("algorithm in a longer head", TokenFault.NotCanonical, token => token.WithProtected($"a2 013806 0448{token.Key.Id}")),
        new("claims of indefinite length", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Head = CborNode.Indefinite)),
        new("claims in a longer head", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Head = 24)),
        new("expiry in a longer head", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[3].Head = 27)),
        new("audience of indefinite length", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[1].Head = CborNode.Indefinite)),
        new("units in a longer head", TokenFault.NotCanonical, token => token.WithClaims(claims => ClaimAttacks.Of(claims, 7, 2).Head = 25)),
        new("claim key in a longer head", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[2].Head = 24)),
        new("byte appended", TokenFault.NotCanonical, token => AttackedToken.TextOf([.. token.Genuine, 0x00])),
        new("byte prepended", TokenFault.NotCanonical, token => AttackedToken.TextOf([0x00, .. token.Genuine])),
        new("last byte gone", TokenFault.NotCanonical, token => AttackedToken.TextOf(token.Genuine[..^1])),
    ];

    /// <summary>Changes what the signature does not cover.</summary>
    private static string Outer(AttackedToken token, Action<CborNode> change)
    {
        var message = CborNode.Parse(token.Genuine)!;
        change(message.Items[0]);
        return AttackedToken.TextOf(message.ToBytes());
    }
}

using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.TokenAttacks;

/// <summary>Claims that a token may not make, though they are signed; and claims changed under the signature of others.</summary>
internal static class ClaimAttacks
{
    private const int Audience = 1;
    private const int Expiry = 3;
    private const int Id = 5;
    private const int Grant = 7;

    public static IEnumerable<TokenAttack> All =>
    [
        new("units raised under the old signature", TokenFault.BadSignature, token => Changed(token, claims => Of(claims, Grant, 2).Value += 9)),
        new("expiry moved under the old signature", TokenFault.BadSignature, token => Changed(token, claims => claims.Items[Expiry].Value += 600)),
        new("audience of another gate under the old signature", TokenFault.BadSignature, token => Changed(token, claims => claims.Items[Audience].Content = [.. "GATE-9"u8])),
        new("perk of another kind under the old signature", TokenFault.BadSignature, token => Changed(token, claims => Of(claims, Grant, 0).Value++)),
        new("audience of another gate", TokenFault.WrongAudience, token => token.WithClaims(claims => claims.Items[Audience].Content = [.. "GATE-9"u8])),
        new("audience in lower case", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Audience].Content = [.. "gate-1"u8])),
        new("audience as bytes", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Audience].Major = 2)),
        new("audience a list", TokenFault.NotCanonical, token => token.WithClaims(claims => Wrap(claims, Audience))),
        new("audience empty", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Audience].Content = [])),
        new("expired yesterday", TokenFault.Expired, token => token.WithClaims(claims => claims.Items[Expiry].Value -= 86_400)),
        new("expiry zero", TokenFault.Expired, token => token.WithClaims(claims => claims.Items[Expiry].Value = 0)),
        new("expiry negative", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry].Major = 1)),
        new("expiry in 2106", TokenFault.KeyNotForLifetime, token => token.WithClaims(claims => claims.Items[Expiry].Value = uint.MaxValue)),
        new("expiry after 2106", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry].Value = 1UL << 32)),
        new("expiry the greatest number", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry].Value = ulong.MaxValue)),
        new("expiry a float", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry] = Item(7, 0x7F80_0000, 26))),
        new("expiry infinite", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry] = Item(7, 0x7C00, 25))),
        new("expiry as text", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry] = Text("never"u8))),
        new("expiry null", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Expiry] = Item(7, 22))),
        new("expiry missing", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items.RemoveRange(Expiry - 1, 2))),
        new("expiry twice", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items.InsertRange(Expiry - 1, [Item(0, 4), Item(0, uint.MaxValue)]))),
        new("token id of 15 bytes", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Id].Content = claims.Items[Id].Content[..15])),
        new("token id as text", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Id].Major = 3)),
        new("claim more", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items.InsertRange(0, [Item(0, 1), Text("x"u8)]))),
        new("claims out of order", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items.InsertRange(0, Taken(claims, 2)))),
        new("perk code zero", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 0).Value = 0)),
        new("perk code beyond 16 bits", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 0).Value = 65_536)),
        new("units negative", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 2).Major = 1)),
        new("units beyond 32 bits", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 2).Value = 1UL << 32)),
        new("offline class that is none", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 3).Value = 3)),
        new("member block of 15 bytes", TokenFault.NotCanonical, token => token.WithClaims(claims => Of(claims, Grant, 1).Content = new byte[15])),
        new("status index null", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Grant].Items.Add(Item(7, 22)))),
        new("grant claim a map", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items[Grant].Major = 5)),
        new("key and value in one", TokenFault.NotCanonical, token => token.WithClaims(claims => claims.Items.RemoveRange(1, claims.Items.Count - 1))),
    ];

    public static CborNode Of(CborNode claims, int claim, int place) => claims.Items[claim].Items[place];

    private static string Changed(AttackedToken token, Action<CborNode> change)
    {
        var claims = CborNode.Parse(token.Payload)!;
        change(claims);
        return AttackedToken.TextOf(AttackedToken.Compose([0xD2, 0x84], token.Protected, [0xA0], claims.ToBytes(), token.Signature));
    }

    private static List<CborNode> Taken(CborNode claims, int at)
    {
        var pair = claims.Items.GetRange(at, 2);
        claims.Items.RemoveRange(at, 2);
        return pair;
    }

    private static void Wrap(CborNode claims, int claim)
    {
        var list = Item(4, 0);
        list.Items.Add(claims.Items[claim]);
        claims.Items[claim] = list;
    }

    private static CborNode Item(int major, ulong value, int? head = null) => new() { Major = major, Value = value, Head = head };

    private static CborNode Text(ReadOnlySpan<byte> text) => new() { Major = 3, Content = text.ToArray() };
}

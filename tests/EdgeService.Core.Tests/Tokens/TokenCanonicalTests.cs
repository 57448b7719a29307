using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>Genuinely signed messages that say the same in other bytes, or more than a token may say: none of them is a token.</summary>
public class TokenCanonicalTests
{
    private const string Id = "000102030405060708090a0b0c0d0e0f";
    private const string Seal = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private const string Payload = $"a4 03684c4f554e47452d41 041a6b0187c0 0750{Id} 3a00010000 84 0a 50{Seal} 01 02";
    private readonly TokenDesk _desk = new();

    [Fact]
    public void Canonical_form_is_accepted()
    {
        var gate = TokenVerification.Verify(Sign(Payload, Protected()), _desk.List, _desk.Gate, DateTimeOffset.FromUnixTimeSeconds(0x6b0187c0));
        Assert.NotEqual(TokenFault.NotCanonical, gate.Fault);
        Assert.Equal(TokenId.Read(Convert.FromHexString(Id)), gate.Claims.Id);
    }

    [Theory]
    [InlineData("01 02", "01 02 00", "bytes after the claims")]
    [InlineData("84 0a", "85 0a", "an element short")]
    [InlineData("01 02", "01 02 00 00", "an element too many")]
    [InlineData("84 0a", "9f 0a", "indefinite array")]
    [InlineData("a4 ", "a5 ", "a claim short")]
    [InlineData("a4 ", "b804 ", "map head too long")]
    [InlineData("a4 ", "a5 0101 ", "another claim first")]
    [InlineData("03684c4f554e47452d41 041a6b0187c0", "041a6b0187c0 03684c4f554e47452d41", "claims out of order")]
    [InlineData("041a6b0187c0", "041b000000006b0187c0", "time in a longer head")]
    [InlineData("041a6b0187c0", "04fb41dac061f0000000", "time as a float")]
    [InlineData("041a6b0187c0", "041b000000016b0187c0", "time after 2106")]
    [InlineData("041a6b0187c0", "0420", "time before 1970")]
    [InlineData("03684c4f554e47452d41", "03684c4f554e47452d61", "audience with a small letter")]
    [InlineData("03684c4f554e47452d41", "0360", "empty audience")]
    [InlineData("03684c4f554e47452d41", "036b4c4f554e47452d41414141", "audience of 11 characters")]
    [InlineData("03684c4f554e47452d41", "03484c4f554e47452d41", "audience as bytes")]
    [InlineData("03684c4f554e47452d41", "0362c389", "audience outside ASCII")]
    [InlineData("0750" + Id, "074f000102030405060708090a0b0c0d0e", "id of 15 bytes")]
    [InlineData("0750" + Id, "0751" + Id + "00", "id of 17 bytes")]
    [InlineData("0750" + Id, "0850" + Id, "another claim in place of the id")]
    [InlineData("3a00010000", "3a00010001", "another private claim")]
    [InlineData("0a 50", "00 50", "perk code 0")]
    [InlineData("0a 50", "1a00010000 50", "perk code beyond 16 bits")]
    [InlineData("0a 50", "29 50", "negative perk code")]
    [InlineData("50" + Seal, "4e" + "f0f1f2f3f4f5f6f7f8f9fafbfcfd", "seal of 14 bytes")]
    [InlineData(" 01 02", " 1b0000000100000000 02", "units beyond 32 bits")]
    [InlineData(" 01 02", " 20 02", "negative units")]
    [InlineData(" 01 02", " 01 03", "unknown class")]
    [InlineData("84 0a 50" + Seal + " 01 02", "85 0a 50" + Seal + " 01 02 1b0000000100000000", "status index beyond 32 bits")]
    [InlineData("84 0a 50" + Seal + " 01 02", "85 0a 50" + Seal + " 01 02 f6", "status index null")]
    public void Other_claims_are_refused_though_signed(string part, string other, string why)
    {
        Assert.Contains(part, Payload, StringComparison.Ordinal);
        var verdict = _desk.Verify(Sign(Payload.Replace(part, other, StringComparison.Ordinal), Protected()));
        Assert.True(verdict.Fault == TokenFault.NotCanonical, $"{why}: {verdict.Fault}");
    }

    [Theory]
    [InlineData("a1 0126", "no key id")]
    [InlineData("a1 0448{0}", "no algorithm")]
    [InlineData("a2 0448{0} 0126", "out of order")]
    [InlineData("a3 0126 0300 0448{0}", "another parameter")]
    [InlineData("a2 0126 0447{0}", "key id of 7 bytes, and one byte more")]
    [InlineData("a2 0126 0449{0}00", "key id of 9 bytes")]
    public void Other_headers_are_refused_though_signed(string header, string why)
    {
        var verdict = _desk.Verify(Sign(Payload, header.Replace("{0}", _desk.Key.Id.ToString(), StringComparison.Ordinal)));
        Assert.True(verdict.Fault == TokenFault.NotCanonical, $"{why}: {verdict.Fault}");
    }

    private string Protected() => $"a2 0126 0448{_desk.Key.Id}";

    private string Sign(string payload, string header)
    {
        var (claims, protectedBytes) = (Bytes(payload), Bytes(header));
        var toBeSigned = new byte[ToBeSigned.MaxLength(protectedBytes.Length, 0, claims.Length)];
        var length = ToBeSigned.Write(protectedBytes, [], claims, toBeSigned);
        var token = new byte[256];
        var cbor = new CborBuilder(token);
        cbor.Tag(CoseSign1.Tag);
        cbor.Array(4);
        cbor.Bytes(protectedBytes);
        cbor.Map(0);
        cbor.Bytes(claims);
        cbor.Bytes(_desk.Signer.SignData(toBeSigned.AsSpan(0, length), HashAlgorithmName.SHA256));
        return TokenWriting.TextOf(token.AsSpan(0, cbor.Length));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}

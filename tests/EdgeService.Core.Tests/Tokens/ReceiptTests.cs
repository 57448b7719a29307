using System.Security.Cryptography;
using System.Text.Json;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>Receipts that docks sign: kept vectors, one form each, no forgery, bounded size.</summary>
public sealed class ReceiptTests
{
    private static readonly JsonElement Kept = JsonDocument.Parse(File.ReadAllBytes("Vectors/receipts.json")).RootElement;

    public static TheoryData<int> Examples => [0, 1];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Kept_receipt_verifies_and_is_written_in_the_kept_bytes(int number)
    {
        var example = Kept.GetProperty("receipts")[number];
        var key = KeyOf(example.GetProperty("publicKey").GetBytesFromBase64());
        var text = example.GetProperty("text").GetString()!;
        var receipt = ReceiptOf(example);

        var verdict = ReceiptVerification.Verify(text, _ => key);

        Assert.Equal((ReceiptFault.None, receipt), (verdict.Fault, verdict.Receipt));
        Assert.Equal(example.GetProperty("digest").GetString(), verdict.Digest.ToString("x32", null));
        var bytes = new byte[ReceiptFormat.MaxBytes];
        bytes = bytes[..ReceiptWriting.Draft(receipt, key.Id, bytes)];
        var kept = Decode(text);
        TokenWriting.SignatureOf(kept).CopyTo(TokenWriting.SignatureOf(bytes));
        Assert.Equal(text, ReceiptWriting.TextOf(bytes));
    }

    [Fact]
    public void Longest_receipt_fits_the_bounds()
    {
        using var dock = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var receipt = new DockReceipt(AudienceCode.Parse("ABCDEFGH-9"), new string('x', 64), uint.MaxValue, uint.MaxValue, DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue));

        var text = Sign(dock, receipt);

        Assert.Equal(ReceiptFormat.MaxCharacters, text.Length);
        Assert.Equal(receipt, ReceiptVerification.Verify(text, _ => KeyOf(dock)).Receipt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("65 bytes of a reference, which is one more than the 64 allowed!!!")]
    public void Item_reference_is_within_its_bounds(string item)
    {
        var bytes = new byte[ReceiptFormat.MaxBytes];

        Assert.Throws<ArgumentOutOfRangeException>(() => ReceiptWriting.Draft(Plain with { ItemRef = item }, default, bytes));
    }

    [Fact]
    public void Other_docks_and_unknown_docks_are_told_from_bad_signatures()
    {
        using var dock = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Sign(dock, Plain);

        Assert.Equal(ReceiptFault.UnknownKey, ReceiptVerification.Verify(text, _ => null).Fault);
        Assert.Equal(ReceiptFault.UnknownKey, ReceiptVerification.Verify(text, _ => KeyOf(other)).Fault);
        Assert.Equal(ReceiptFault.BadSignature, ReceiptVerification.Verify(Sign(other, Plain, KeyOf(dock).Id), _ => KeyOf(dock)).Fault);
        Assert.Equal(ReceiptFault.Shape, ReceiptVerification.Verify("PE1" + text[3..], _ => KeyOf(dock)).Fault);
    }

    [Fact]
    public void No_changed_byte_and_no_noise_passes()
    {
        using var dock = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (key, random) = (KeyOf(dock), new Random(20261122));
        var good = Decode(Sign(dock, Plain));
        for (var i = 0; i < 20_000; i++)
        {
            var bad = good.ToArray();
            var place = random.Next(bad.Length);
            bad[place] ^= (byte)(1 << random.Next(8));
            var cut = i % 5 == 0 ? bad[..random.Next(bad.Length)] : bad;
            var verdict = ReceiptVerification.Verify(ReceiptWriting.TextOf(cut), _ => key);
            Assert.NotEqual(ReceiptFault.None, verdict.Fault);
            Assert.Equal(default, verdict.Receipt);
        }
    }

    [Fact]
    public void Token_is_no_receipt()
    {
        using var dock = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = JsonDocument.Parse(File.ReadAllBytes("Vectors/tokens.json")).RootElement.GetProperty("tokens")[0].GetProperty("text").GetString()!;

        Assert.Equal(ReceiptFault.NotCanonical, ReceiptVerification.Verify("PR1" + token[3..], _ => KeyOf(dock)).Fault);
    }

    private static DockReceipt Plain => new(AudienceCode.Parse("BIKE-1"), "bike-1", 3, 7, DateTimeOffset.FromUnixTimeSeconds(1_795_000_000));

    private static DockReceipt ReceiptOf(JsonElement example) => new(
        AudienceCode.Parse(example.GetProperty("terminal").GetString()),
        example.GetProperty("itemRef").GetString()!,
        example.GetProperty("slot").GetUInt32(),
        example.GetProperty("sequence").GetUInt32(),
        DateTimeOffset.FromUnixTimeSeconds(example.GetProperty("time").GetInt64()));

    private static VerificationKey KeyOf(ECDsa key) => KeyOf(key.ExportSubjectPublicKeyInfo());

    private static VerificationKey KeyOf(byte[] publicKey) =>
        VerificationKey.TryOf(publicKey, KeyScope.Everything, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)!;

    private static string Sign(ECDsa dock, DockReceipt receipt, KeyId? name = null)
    {
        var bytes = new byte[ReceiptFormat.MaxBytes];
        bytes = bytes[..ReceiptWriting.Draft(receipt, name ?? KeyOf(dock).Id, bytes)];
        var hash = new byte[32];
        TokenWriting.HashOf(bytes, hash);
        dock.SignHash(hash).CopyTo(TokenWriting.SignatureOf(bytes));
        return ReceiptWriting.TextOf(bytes);
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[Base32.DecodedLength(text.Length - 3)];
        Assert.True(Base32.TryDecode(text.AsSpan(3), bytes, out _));
        return bytes;
    }
}

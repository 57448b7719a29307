using System.Text;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class Base32Tests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Vectors_of_rfc_4648_without_padding_agree(string plain, string text)
    {
        Assert.Equal(text, Base32.Encode("", Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(Decoded(text)!));
    }

    [Theory]
    [InlineData("M", "no encoding has 1 character")]
    [InlineData("MZX", "nor 3")]
    [InlineData("MZXW6Y", "nor 6")]
    [InlineData("MZ", "left-over bits set")]
    [InlineData("MZXW6YR", "left-over bits set")]
    [InlineData("my", "small letters")]
    [InlineData("MY======", "padding")]
    [InlineData("M1", "1 is not of the alphabet")]
    [InlineData("MZXW6YT0", "nor 0, in a whole block")]
    [InlineData("MY ", "a blank")]
    [InlineData("\uff2dY", "a wide M")]
    [InlineData("\u014dY", "low byte of M")]
    public void Other_texts_are_refused(string text, string why) => Assert.True(Decoded(text) is null, why);

    [Fact]
    public void Every_length_comes_back_as_it_was()
    {
        var random = new Random(20261121);
        for (var length = 0; length <= 330; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var text = Base32.Encode("", bytes);
            Assert.Equal(Base32.EncodedLength(length), text.Length);
            Assert.Equal(bytes, Decoded(text));
        }
    }

    [Fact]
    public void Accepted_text_is_the_only_one_of_its_bytes()
    {
        var random = new Random(7);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 =10ab";
        for (var round = 0; round < 100_000; round++)
        {
            var text = new string(random.GetItems<char>(Letters, random.Next(0, 12)));
            if (Decoded(text) is { } bytes) Assert.Equal(text, Base32.Encode("", bytes));
        }
    }

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[Base32.DecodedLength(text.Length)];
        return Base32.TryDecode(text, bytes, out var written) ? bytes[..written] : null;
    }
}

using System.Text;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>What lies behind a prefix and Base32, mutated as bytes and put back into a good text.</summary>
internal static class TextForm
{
    private static readonly string[] Words = ["PE1", "PR1", "PA1", "PD1", "G", "A", "7", "AAAAAAAA", "77777777"];

    /// <summary>Half of the inputs are mutated behind the text, by each of the inner mutations alike; of the others the text is.</summary>
    public static AnyMutation Mutation(string prefix, params IMutation[] inner) => new(
    [
        .. inner.Select(mutation => new WrappedMutation(BytesOf(prefix), mutation, bytes => Encoding.UTF8.GetBytes(Base32.Encode(prefix, bytes)))),
        .. inner.Select(_ => new TextMutation(Words)),
    ]);

    public static byte[] Seed(string text) => Encoding.UTF8.GetBytes(text);

    public static string Of(byte[] input) => Encoding.UTF8.GetString(input);

    /// <summary>The text is the one of its bytes, and these are, but for the signature at their end, what was signed.</summary>
    public static void AssertSigned(string text, string prefix, byte[][] genuine)
    {
        var bytes = BytesOf(prefix)(Seed(text));
        Assert.Equal(text, Base32.Encode(prefix, bytes));
        Assert.Contains(genuine, signed => signed.AsSpan(0, signed.Length - 64).SequenceEqual(bytes.AsSpan(0, bytes.Length - 64)));
    }

    private static Func<byte[], byte[]> BytesOf(string prefix) => seed =>
    {
        var text = Of(seed);
        var bytes = new byte[Base32.DecodedLength(text.Length - prefix.Length)];
        Assert.True(Base32.TryDecode(text.AsSpan(prefix.Length), bytes, out _));
        return bytes;
    };
}

using System.Formats.Cbor;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class CborCursorTests
{
    [Theory]
    [InlineData("17", true)]
    [InlineData("1818", true)]
    [InlineData("1817", false)]
    [InlineData("190100", true)]
    [InlineData("1900ff", false)]
    [InlineData("1a00010000", true)]
    [InlineData("1a0000ffff", false)]
    [InlineData("1b0000000100000000", true)]
    [InlineData("1b00000000ffffffff", false)]
    [InlineData("3817", false)]
    [InlineData("4100", true)]
    [InlineData("5801ff", false)]
    [InlineData("5f4100ff", false)]
    [InlineData("9fff", false)]
    [InlineData("bfff", false)]
    [InlineData("1c", false)]
    [InlineData("f6", true)]
    [InlineData("f820", true)]
    [InlineData("f81f", false)]
    [InlineData("f97e00", true)]
    [InlineData("42ff", false)]
    [InlineData("82f6", false)]
    [InlineData("", false)]
    public void Only_shortest_heads_and_definite_lengths_pass(string hex, bool passes) => Assert.Equal(passes, Passes(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("9affffffff00")]
    [InlineData("9bffffffffffffffff00")]
    [InlineData("bbffffffffffffffff00")]
    [InlineData("5bffffffffffffffff00")]
    public void Claimed_lengths_beyond_the_input_are_refused(string hex) => Assert.False(Passes(Convert.FromHexString(hex)));

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    [InlineData(100_000, false)]
    public void Nesting_is_bounded(int arrays, bool passes) =>
        Assert.Equal(passes, Passes([.. Enumerable.Repeat((byte)0x81, arrays), 0x00]));

    [Fact]
    public void What_passes_is_well_formed_to_the_platform_reader()
    {
        var random = new Random(11);
        var passed = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = new byte[random.Next(1, 24)];
            random.NextBytes(bytes);
            if (!Passes(bytes)) continue;
            passed++;
            var reader = new CborReader(bytes, CborConformanceMode.Lax);
            reader.SkipValue();
            Assert.Equal(0, reader.BytesRemaining);
        }

        Assert.True(passed > 1_000);
    }

    private static bool Passes(byte[] bytes)
    {
        var cursor = new CborCursor(bytes);
        return cursor.TrySkip() && cursor.AtEnd;
    }
}

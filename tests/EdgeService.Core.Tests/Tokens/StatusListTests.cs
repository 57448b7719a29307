using System.Text.Json;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class StatusListTests
{
    public static TheoryData<int> Vectors => new(1, 2, 4, 8);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vectors_of_the_draft_read_and_write_to_the_same_statuses(int bits)
    {
        var vector = JsonDocument.Parse(File.ReadAllBytes("Vectors/status-lists.json")).RootElement.EnumerateArray().Single(one => one.GetProperty("bits").GetInt32() == bits);
        var statuses = vector.GetProperty("statuses").EnumerateObject().Select(one => (uint.Parse(one.Name, null), one.Value.GetByte())).ToList();
        var published = FromBase64Url(vector.GetProperty("lst").GetString()!);
        var read = StatusList.TryInflate(bits, published)!;
        Assert.Equal((bits, 1 << 20), (read.Bits, read.Count));
        var named = statuses.ToDictionary();
        for (var index = 0u; index < read.Count; index++)
        {
            if (read.At(index) != named.GetValueOrDefault(index))
                Assert.Fail($"index {index} has {read.At(index)}");
        }

        var made = StatusList.Of(bits, 1 << 20, statuses).Deflate();
        Assert.Equal(Packed(read), Packed(StatusList.TryInflate(bits, made)!));
        Assert.InRange(made.Length, 1, published.Length * 2);
    }

    /// <summary>The two examples of the draft's section 4: bytes and compressed form.</summary>
    [Theory]
    [InlineData(1, "eNrbuRgAAhcBXQ", new byte[] { 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1 })]
    [InlineData(2, "eNo76fITAAPfAgc", new byte[] { 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3 })]
    public void Short_examples_of_the_draft_agree(int bits, string published, byte[] statuses)
    {
        var read = StatusList.TryInflate(bits, FromBase64Url(published))!;
        Assert.Equal(statuses, Enumerable.Range(0, read.Count).Select(index => read.At((uint)index)!.Value));
        var made = StatusList.Of(bits, statuses.Length, statuses.Select((status, index) => ((uint)index, status)));
        Assert.Equal(Packed(read), Packed(made));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void Other_widths_are_refused(int bits)
    {
        Assert.Null(StatusList.TryInflate(bits, FromBase64Url("eNrbuRgAAhcBXQ")));
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusList.Of(bits, 8, []));
    }

    [Fact]
    public void Status_or_index_that_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusList.Of(2, 8, [(0, 4)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusList.Of(2, 8, [(8, 1)]));
        Assert.Null(StatusList.Of(2, 8, []).At(8));
    }

    [Fact]
    public void Bytes_that_are_no_list_or_unpack_without_end_are_refused()
    {
        Assert.Null(StatusList.TryInflate(1, "no zlib"u8));
        Assert.Null(StatusList.TryInflate(1, []));
        var bomb = StatusList.Of(8, StatusList.MostBytes + 1, []).Deflate();
        Assert.InRange(bomb.Length, 1, 10_000);
        Assert.Null(StatusList.TryInflate(8, bomb));
        Assert.Equal(StatusList.MostBytes, StatusList.TryInflate(8, StatusList.Of(8, StatusList.MostBytes, []).Deflate())!.Count);
    }

    private static byte[] Packed(StatusList list) => [.. Enumerable.Range(0, list.Count).Select(index => list.At((uint)index)!.Value)];

    private static byte[] FromBase64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}

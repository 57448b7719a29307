using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

public class MetadataEntryTests
{
    [Theory]
    [InlineData("key", "key")]
    [InlineData("KEY", "key")]
    [InlineData("X-Some_Key.0", "x-some_key.0")]
    [InlineData("", "")]
    [InlineData("bin", "bin")]
    [InlineData("a-binary", "a-binary")]
    public void Text_key_is_lowered(string key, string expected)
    {
        var entry = new Metadata.Entry(key, "value");
        Assert.Equal((expected, "value", false), (entry.Key, entry.Value, entry.IsBinary));
    }

    [Theory]
    [InlineData("key with blank")]
    [InlineData("key:")]
    [InlineData(":path")]
    [InlineData("schlüssel")]
    [InlineData("key\n")]
    [InlineData("a/b")]
    [InlineData("\u212Aelvin")] // the Kelvin sign lowers to a plain k, and is refused all the same
    public void Key_of_other_characters_is_refused(string key)
    {
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry(key, "value"))!.GetType());
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry(key + "-bin", [1]))!.GetType());
    }

    [Theory]
    [InlineData("a-bin")]
    [InlineData("A-BIN")]
    [InlineData("-bin")]
    public void Binary_suffix_is_for_bytes_only(string key)
    {
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry(key, "value"))!.GetType());
        Assert.True(new Metadata.Entry(key, [1]).IsBinary);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("bin")]
    [InlineData("a-bin-")]
    public void Bytes_need_the_binary_suffix(string key) =>
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry(key, [1]))!.GetType());

    [Fact]
    public void Null_is_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("key", () => new Metadata.Entry(null!, "value"));
        Assert.Throws<ArgumentNullException>("key", () => new Metadata.Entry(null!, [1]));
        Assert.Throws<ArgumentNullException>("value", () => new Metadata.Entry("a", (string)null!));
        Assert.Throws<ArgumentNullException>("valueBytes", () => new Metadata.Entry("a-bin", (byte[])null!));
    }

    [Fact]
    public void Key_is_judged_before_the_value()
    {
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry("a b", (string)null!))!.GetType());
        Assert.Equal(typeof(ArgumentException), Record.Exception(() => new Metadata.Entry("a", (byte[])null!))!.GetType());
    }

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("a-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void Text_has_ascii_bytes()
    {
        Assert.Equal("abc"u8.ToArray(), new Metadata.Entry("a", "abc").ValueBytes);
        Assert.Equal("?"u8.ToArray(), new Metadata.Entry("a", "ü").ValueBytes);
    }

    [Fact]
    public void Bytes_have_no_text() => Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("a-bin", [1]).Value);

    [Fact]
    public void Entry_reads_as_key_and_value()
    {
        Assert.Equal("[Entry: key=a, value=b]", new Metadata.Entry("A", "b").ToString());
        Assert.Equal("[Entry: key=a-bin, valueBytes=System.Byte[]]", new Metadata.Entry("a-bin", [1]).ToString());
    }
}

using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

public class MetadataTests
{
    private static readonly Metadata.Entry One = new("one", "1");
    private static readonly Metadata.Entry Two = new("two", "2");

    public static TheoryData<string, Action<Metadata>> Changes => new()
    {
        { "add entry", metadata => metadata.Add(One) },
        { "add text", metadata => metadata.Add("one", "1") },
        { "add bytes", metadata => metadata.Add("one-bin", [1]) },
        { "insert", metadata => metadata.Insert(0, One) },
        { "set", metadata => metadata[0] = One },
        { "remove", metadata => metadata.Remove(One) },
        { "remove at", metadata => metadata.RemoveAt(0) },
        { "clear", metadata => metadata.Clear() },
    };

    public static TheoryData<string, Action<Metadata>> NullEntries => new()
    {
        { "add", metadata => metadata.Add(null!) },
        { "insert", metadata => metadata.Insert(0, null!) },
        { "set", metadata => metadata[0] = null! },
    };

    [Fact]
    public void New_metadata_is_empty_and_writable()
    {
        Metadata metadata = [];
        Assert.Empty(metadata);
        Assert.False(metadata.IsReadOnly);
    }

    [Theory, MemberData(nameof(Changes))]
    public void Empty_refuses_every_change(string change, Action<Metadata> apply)
    {
        Assert.NotEmpty(change);
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => apply(Metadata.Empty));
        Assert.Empty(Metadata.Empty);
    }

    [Theory, MemberData(nameof(NullEntries))]
    public void Null_entry_is_refused(string change, Action<Metadata> apply)
    {
        Assert.NotEmpty(change);
        Assert.Throws<ArgumentNullException>(() => apply([One]));
        Assert.Throws<ArgumentNullException>(() => apply(Metadata.Empty));
    }

    [Fact]
    public void Last_entry_of_a_key_is_found()
    {
        var metadata = new Metadata { { "a", "1" }, { "b", "2" }, { "a", "3" } };

        Assert.Equal("3", metadata.GetValue("a"));
        Assert.Same(metadata[2], metadata.Get("a"));
        Assert.Equal("3"u8.ToArray(), metadata.GetValueBytes("a"));
        Assert.Equal(["1", "3"], metadata.GetAll("a").Select(entry => entry.Value));
    }

    [Fact]
    public void Key_is_found_in_any_case()
    {
        var metadata = new Metadata { { "Some-Key", "1" } };

        Assert.Equal("1", metadata.GetValue("SOME-KEY"));
        Assert.Same(metadata.Get("some-key"), Assert.Single(metadata.GetAll("sOME-kEY")));
    }

    [Fact]
    public void Missing_key_is_null_or_none()
    {
        var metadata = new Metadata { One };

        Assert.Null(metadata.Get("other"));
        Assert.Null(metadata.GetValue("other"));
        Assert.Null(metadata.GetValueBytes("other"));
        Assert.Empty(metadata.GetAll("other"));
    }

    [Fact]
    public void Text_of_a_binary_entry_is_refused()
    {
        var metadata = new Metadata { { "a-bin", [1] } };

        Assert.Throws<InvalidOperationException>(() => metadata.GetValue("a-bin"));
        Assert.Equal([1], metadata.GetValueBytes("a-bin")!);
    }

    [Fact]
    public void List_members_do_what_lists_do()
    {
        var metadata = new Metadata { One };
        metadata.Insert(0, Two);
        Assert.Equal([Two, One], metadata);
        Assert.Equal((1, -1), (metadata.IndexOf(One), metadata.IndexOf(new Metadata.Entry("one", "1"))));
        Assert.Contains(Two, metadata);

        metadata[0] = One;
        metadata.RemoveAt(1);
        var copy = new Metadata.Entry[2];
        metadata.CopyTo(copy, 1);
        Assert.Same(One, copy[1]);
        Assert.Same(One, Assert.Single((System.Collections.IEnumerable)metadata));

        Assert.True(metadata.Remove(One));
        Assert.False(metadata.Remove(One));
        metadata.Add(Two);
        metadata.Clear();
        Assert.Empty(metadata);
    }

    [Fact]
    public void Index_outside_the_list_is_refused()
    {
        var metadata = new Metadata { One };
        Assert.Throws<ArgumentOutOfRangeException>(() => metadata[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => metadata.RemoveAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => metadata.Insert(2, Two));
    }
}

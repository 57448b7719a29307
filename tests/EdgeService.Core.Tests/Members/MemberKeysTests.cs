using System.Text;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Members;

public class MemberKeysTests
{
    private static readonly MemberSecret Secret = MemberSecret.Of(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());

    [Fact]
    public void Key_of_text_is_the_key_of_its_utf8()
    {
        Assert.Equal(MemberKeys.Of("member-é"u8, Secret), MemberKeys.Of("member-é", Secret));
        Assert.NotEqual(MemberKeys.Of("member-e", Secret), MemberKeys.Of("member-é", Secret));
    }

    [Fact]
    public void Key_uses_the_first_half_of_the_secret_and_the_tag_check_the_second()
    {
        var other = Enumerable.Range(0, 32).Select(number => (byte)number).ToArray();
        other[31] ^= 1;
        var changed = MemberSecret.Of(other);
        Assert.Equal(MemberKeys.Of("m-1"u8, Secret), MemberKeys.Of("m-1"u8, changed));
        Assert.NotEqual(MemberKeys.TagOf("m-1"u8, Secret).Check, MemberKeys.TagOf("m-1"u8, changed).Check);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    public void Id_has_1_to_64_bytes(int length, bool accepted) => Assert.Equal(accepted, MemberKeys.TryTagOf(new string('m', length), Secret, out _));

    [Fact]
    public void Id_length_counts_bytes_not_characters()
    {
        Assert.Equal(66, Encoding.UTF8.GetByteCount(new string('é', 33)));
        Assert.False(MemberKeys.TryTagOf(new string('é', 33), Secret, out _));
    }

    [Fact]
    public void Unpaired_surrogate_is_no_id() => Assert.False(MemberKeys.TryTagOf("m\ud800", Secret, out _));

    [Fact]
    public void Secrets_and_keys_print_redacted()
    {
        Assert.Equal("member-secret", Secret.ToString());
        Assert.Equal("member-key", MemberKeys.Of("m-1"u8, Secret).ToString());
    }
}

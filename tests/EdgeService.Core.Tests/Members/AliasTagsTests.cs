using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Members;

public sealed class AliasTagsTests
{
    private static readonly MemberSecret Secret = MemberSecret.Of(Enumerable.Range(0, MemberSecret.Size).Select(i => (byte)i).ToArray());

    [Theory]
    [InlineData("CARD-ALICE")]
    [InlineData("cardalice")]
    [InlineData("  card alice\t")]
    [InlineData("c.a/r_d-Alice")]
    public void Number_may_be_written_as_it_is_printed(string written) => Assert.Equal(Of("CARDALICE"), Of(written));

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    [InlineData("4711*")]
    [InlineData("Ä4711")]
    [InlineData("\uD800")]
    public void Text_without_letters_and_digits_or_with_others_is_no_number(string written) =>
        Assert.False(AliasTags.TryOf(MemberRefKind.IdentityDocument, "", written, Secret, out _));

    [Fact]
    public void Longest_number_has_64_letters_and_digits_whatever_separates_them()
    {
        var longest = string.Join('-', Enumerable.Repeat("1234", AliasTags.MaxLength / 4));
        Assert.True(AliasTags.TryOf(MemberRefKind.IdentityDocument, "", longest, Secret, out _));
        Assert.False(AliasTags.TryOf(MemberRefKind.IdentityDocument, "", longest + "5", Secret, out _));
    }

    [Fact]
    public void Numbers_of_two_partners_or_kinds_never_mix()
    {
        AliasTag[] tags =
        [
            Of("4711"), Of("4711", partner: "citybike"), Of("4711", partner: "citylib4"), Of("711", partner: "citylib4"),
            Of("4711", MemberRefKind.IdentityDocument), new(MemberKeys.Of("4711", Secret).Value, 0),
        ];
        Assert.Equal(tags.Length, tags.Select(tag => tag.High).Distinct().Count());
        Assert.Equal(Of("4711", MemberRefKind.IdentityDocument), Of("4711", MemberRefKind.IdentityDocument, "citybike"));
    }

    [Theory]
    [InlineData(MemberRefKind.AppCode, "citylib")]
    [InlineData(MemberRefKind.MemberId, "citylib")]
    [InlineData(MemberRefKind.PartnerCard, "")]
    [InlineData(MemberRefKind.PartnerCard, "a-partner-whose-name-is-too-long-by-far")]
    public void Card_needs_its_partner_and_nothing_else_is_an_alias(MemberRefKind kind, string partner) =>
        Assert.False(AliasTags.TryOf(kind, partner, "4711", Secret, out _));

    [Fact]
    public void Other_secret_yields_other_tags_and_none_is_ever_shown()
    {
        Assert.True(AliasTags.TryOf(MemberRefKind.PartnerCard, "citylib", "4711", MemberSecret.Of(new byte[MemberSecret.Size]), out var other));
        Assert.NotEqual(Of("4711"), other);
        Assert.DoesNotContain("4711", $"{other}", StringComparison.Ordinal);
        Assert.Equal("alias-tag", $"{other}");
    }

    private static AliasTag Of(string number, MemberRefKind kind = MemberRefKind.PartnerCard, string partner = "citylib")
    {
        Assert.True(AliasTags.TryOf(kind, partner, number, Secret, out var tag));
        return tag;
    }
}

using EdgeService.Identity;

namespace EdgeService.Tests.Identity;

public sealed class CallerUrnTests
{
    [Fact]
    public void Terminal_urn_reads_to_its_parts()
    {
        const string urn = "urn:perks:terminal:citybike:central-park:dock-1";
        Assert.Equal(new Caller(CallerRole.Terminal, "citybike", "central-park", "dock-1", "", urn), CallerUrn.Read(urn));
    }

    [Theory]
    [InlineData("urn:perks:member-app:main", CallerRole.MemberApp)]
    [InlineData("urn:perks:operator:night-shift", CallerRole.Operator)]
    [InlineData("urn:perks:replica:edge-2", CallerRole.Replica)]
    public void Named_urn_reads_to_role_and_name(string urn, CallerRole role) =>
        Assert.Equal(new Caller(role, "", "", "", urn.Split(':')[^1], urn), CallerUrn.Read(urn));

    [Theory]
    [InlineData("")]
    [InlineData("urn:perks:terminal:a:b")]
    [InlineData("urn:perks:terminal:a:b:c:d")]
    [InlineData("urn:perks:terminal::b:c")]
    [InlineData("urn:perks:terminal:A:b:c")]
    [InlineData("urn:perks:terminal:a:b:c ")]
    [InlineData("urn:perks:terminal:a:b:abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("URN:perks:operator:x")]
    [InlineData("urn:perks:replica:x:y")]
    [InlineData("urn:other:operator:x")]
    public void Other_names_read_to_nobody(string urn) => Assert.Null(CallerUrn.Read(urn));
}

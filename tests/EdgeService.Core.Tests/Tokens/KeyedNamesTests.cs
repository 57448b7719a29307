using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class KeyedNamesTests
{
    private static readonly Guid Request = Guid.Parse("6f9619ff-8b86-4011-b42d-00c04fc964ff");
    private static readonly ServiceKeys Others = ServiceKeys.Of(SHA256.HashData("another deployment"u8));

    [Fact]
    public void Same_request_gets_the_same_token_id_and_any_other_another()
    {
        var id = KeyedNames.TokenIdOf(TokenDesk.Keys, "dock-1", Request, "body"u8);
        Assert.Equal(id, KeyedNames.TokenIdOf(TokenDesk.Keys, "dock-1", Request, "body"u8));
        Assert.NotEqual(id, KeyedNames.TokenIdOf(TokenDesk.Keys, "dock-2", Request, "body"u8));
        Assert.NotEqual(id, KeyedNames.TokenIdOf(TokenDesk.Keys, "dock-1", Guid.Empty, "body"u8));
        Assert.NotEqual(id, KeyedNames.TokenIdOf(TokenDesk.Keys, "dock-1", Request, "bodies"u8));
        Assert.NotEqual(id, KeyedNames.TokenIdOf(Others, "dock-1", Request, "body"u8));
    }

    [Fact]
    public void Fields_cannot_flow_into_each_other() =>
        Assert.NotEqual(KeyedNames.BodyDigestOf(TokenDesk.Keys, "Issue", "Token"u8), KeyedNames.BodyDigestOf(TokenDesk.Keys, "IssueT", "oken"u8));

    [Fact]
    public void Bodies_of_any_size_are_digested()
    {
        var body = new byte[70_000];
        var digest = KeyedNames.BodyDigestOf(TokenDesk.Keys, "Begin", body);
        body[^1] = 1;
        Assert.Equal(32, digest.Length);
        Assert.NotEqual(digest, KeyedNames.BodyDigestOf(TokenDesk.Keys, "Begin", body));
    }

    [Fact]
    public void Pseudonym_is_stable_for_one_partner_and_different_for_another()
    {
        var here = KeyedNames.PseudonymOf(TokenDesk.Keys, new MemberKey(7), "citybike");
        Assert.Matches("^[A-Z2-7]{16}$", here);
        Assert.Equal(here, KeyedNames.PseudonymOf(TokenDesk.Keys, new MemberKey(7), "citybike"));
        Assert.NotEqual(here, KeyedNames.PseudonymOf(TokenDesk.Keys, new MemberKey(7), "citylib"));
        Assert.NotEqual(here, KeyedNames.PseudonymOf(TokenDesk.Keys, new MemberKey(8), "citybike"));
    }
}

using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class TokenVerificationTests
{
    private readonly TokenDesk _desk = new();

    [Fact]
    public void Signed_token_verifies_with_the_claims_it_was_issued_with()
    {
        var claims = TokenDesk.Claims() with { StatusIndex = 70_000 };
        var verdict = _desk.Verify(_desk.Issue(claims));
        Assert.Equal(new TokenVerdict(TokenFault.None, _desk.Key.Id, claims), verdict);
    }
}

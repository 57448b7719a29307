using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class AudienceCodeTests
{
    [Theory]
    [InlineData("A", true)]
    [InlineData("LOUNGE-A-9", true)]
    [InlineData("0123456789", true)]
    [InlineData("", false)]
    [InlineData("LOUNGE-A-90", false)]
    [InlineData("lounge", false)]
    [InlineData("A_B", false)]
    [InlineData("A B", false)]
    [InlineData("É", false)]
    public void Code_is_1_to_10_capitals_digits_and_hyphens(string code, bool accepted) => Assert.Equal(accepted, AudienceCode.TryParse(code, out _));
}

using EdgeService.Doors;
using Microsoft.AspNetCore.Http;

namespace EdgeService.Tests.Doors;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("2S", "2S")]
    [InlineData("3S", "2S")]
    [InlineData("1500m", "1500m")]
    [InlineData("2001m", "2S")]
    [InlineData("2000000u", "2000000u")]
    [InlineData("99999999n", "99999999n")]
    [InlineData("0S", "2S")]
    [InlineData("1n", "2S")]
    [InlineData("1H", "2S")]
    [InlineData("1M", "2S")]
    [InlineData("-1S", "2S")]
    [InlineData("123456789m", "2S")]
    [InlineData("S", "2S")]
    [InlineData("", "2S")]
    [InlineData(null, "2S")]
    public void Timeout_beyond_two_seconds_none_or_unreadable_becomes_two_seconds(string? sent, string kept)
    {
        var headers = new HeaderDictionary { ["grpc-timeout"] = sent };
        Deadline.Limit(headers);
        Assert.Equal(kept, headers["grpc-timeout"]);
    }
}

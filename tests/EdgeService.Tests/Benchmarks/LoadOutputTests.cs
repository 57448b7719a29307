using EdgeService.Benchmarks.Load;

namespace EdgeService.Tests.Benchmarks;

/// <summary>What the load programs print, as they printed it, and what must not pass for a good round.</summary>
public sealed class LoadOutputTests
{
    private const string H2Load = """
        finished in 3.35s, 2982.84 req/s, 133.71KB/s
        requests: 10000 total, 10000 started, 10000 done, 10000 succeeded, 0 failed, 0 errored, 0 timeout
        status codes: 10000 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 448.27KB (459032) total, 215.41KB (220580) headers (space savings 95.41%), 48.83KB (50000) data
        """;

    private const string Redis = """
        "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        "GET","403225.81","0.206","0.056","0.159","0.359","1.431","3.751"
        """;

    [Fact]
    public void H2load_says_calls_and_pace() => Assert.Equal(new LoadResult(10_000, 2982.84), H2LoadOutput.Read(H2Load, 10_000, leastBytes: 5));

    [Theory]
    [InlineData(10_001, 5)]
    [InlineData(10_000, 6)]
    public void A_round_with_calls_unanswered_or_answered_without_message_is_refused(int calls, int leastBytes) =>
        Assert.Throws<InvalidDataException>(() => H2LoadOutput.Read(H2Load, calls, leastBytes));

    [Fact]
    public void Something_else_than_a_report_of_h2load_is_refused() =>
        Assert.Throws<InvalidDataException>(() => H2LoadOutput.Read("could not connect to localhost", 1, 1));

    [Fact]
    public void H2loads_log_has_microseconds_of_each_call() =>
        Assert.Equal([1.5, 0.25], H2LoadOutput.ReadLog(["1795836621000000\t200\t1500", "1795836621000001\t200\t250"]));

    [Theory]
    [InlineData("1795836621000000\t200")]
    [InlineData("1795836621000000\t200\t-1")]
    public void A_line_without_a_time_is_refused(string line) => Assert.Throws<InvalidDataException>(() => H2LoadOutput.ReadLog([line]).ToList());

    [Fact]
    public void Shares_of_latency_are_those_that_so_many_calls_do_not_exceed()
    {
        var result = LatencyResult.Of(10, Enumerable.Range(1, 1000).Reverse().Select(number => (double)number));

        Assert.Equal(new LatencyResult(10, 501, 991, 1000), result);
    }

    [Fact]
    public void Redis_benchmark_says_pace_and_latency()
    {
        var read = RedisBenchmarkOutput.Read(Redis);

        Assert.Equal((403225.81, 0.159, 1.431), (read.CallsPerSecond, read.P50, read.P99));
        Assert.True(double.IsNaN(read.P999));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Could not connect to Redis at 127.0.0.1:1: Connection refused")]
    [InlineData("\"test\",\"rps\"\n\"GET\",\"1\"")]
    [InlineData("\"rps\",\"p50_latency_ms\",\"p99_latency_ms\"\n\"many\",\"1\",\"2\"")]
    public void Something_else_than_a_table_of_redis_benchmark_is_refused(string output) =>
        Assert.Throws<InvalidDataException>(() => RedisBenchmarkOutput.Read(output));
}

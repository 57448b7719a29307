using System.Diagnostics;
using System.Globalization;
using EdgeService.Benchmarks.Building;

namespace EdgeService.Benchmarks.Redeeming;

/// <summary>
/// What Redis does of the like: a script that looks the request up, and sets request, record and entry, as large as ours; every write on disk before
/// its answer (appendfsync always), as many clients. Shown beside, without a bar: it keeps everything in memory and knows no second machine here.
/// </summary>
internal static class RedisRedemptions
{
    private const string Script =
        "if redis.call('EXISTS',KEYS[1])==1 then return redis.call('GET',KEYS[1]) end "
        + "redis.call('SET',KEYS[1],ARGV[1]) redis.call('SET',KEYS[2],ARGV[2]) redis.call('RPUSH',KEYS[3],ARGV[3]) return 1";

    /// <summary>A second; null where Redis is not installed.</summary>
    public static double? Run(int count, RedemptionRow like)
    {
        if (RedisPeer.Version() is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("edge-redis-").FullName;
        var socket = Path.Combine(folder, "socket");
        using var server = Start("redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", folder);
        try
        {
            RespPipe.Connect(socket).Dispose();
            using var load = Start(
                "redis-benchmark", "-s", socket, "-c", Redemptions.Callers.ToString(CultureInfo.InvariantCulture), "-n", count.ToString(CultureInfo.InvariantCulture),
                "-r", "1000000000", "--csv", "EVAL", Script, "3", "r:__rand_int__", "m:__rand_int__", "e:__rand_int__",
                new string('x', like.Reply.Length + like.Digest.Length), new string('x', like.Record.Length), new string('x', like.Entry.Length));
            var said = load.StandardOutput.ReadToEnd();
            return double.Parse(said.Trim().Split('\n')[^1].Split("\",\"")[1].Trim('"'), CultureInfo.InvariantCulture);
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
}

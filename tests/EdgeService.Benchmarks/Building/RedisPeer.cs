using System.Diagnostics;
using System.Globalization;
using EdgeService.Core.Members;

namespace EdgeService.Benchmarks.Building;

/// <summary>A way to keep an entry of 64 bits, found by an opaque key, in Redis.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Commands">The commands that put members in, several members each where the layout has it so.</param>
internal sealed record RedisLayout(string Name, Func<IEnumerable<(ulong Key, uint Payload)>, IEnumerable<byte[][]>> Commands);

/// <summary>
/// Redis 7 as a peer for bytes a member: the same opaque 64-bit keys and the same 26 bits of payload, in three layouts from the plain to
/// the dense. Counted is what Redis says it has taken, without the space its allocator wastes. A sample stands for all: its number is
/// chosen so that hash tables are as full as with 520 million.
/// </summary>
internal static class RedisPeer
{
    /// <summary>2^21 times what 520 million are of 2^29.</summary>
    public const int SampleMembers = 2_031_250;

    private const int MembersABucket = 100;
    private const int BucketsOfSample = SampleMembers / MembersABucket;

    private static readonly RedisLayout[] Layouts =
    [
        new("string", members => members.Select(member => (byte[][])["SET"u8.ToArray(), Bytes(member.Key), BitConverter.GetBytes(member.Payload)])),
        new("packed hash", members => Buckets(members).Select(bucket => (byte[][])
            ["HSET"u8.ToArray(), BucketName(bucket.Key), .. bucket.SelectMany(member => (byte[][])[Bytes(member.Key)[..6], BitConverter.GetBytes(member.Payload)])])),
        new("bitfield", members => Buckets(members).Select(bucket => (byte[][])
            ["BITFIELD"u8.ToArray(), BucketName(bucket.Key), .. bucket.OrderBy(member => member.Key).Index().SelectMany(BitfieldPart)])),
    ];

    public static string? Version()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("redis-server", ["--version"]) { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Bytes a member of every layout, each in a server of its own.</summary>
    public static IEnumerable<(string Layout, double BytesPerMember)> Measure(Func<int, MemberKey> keyOf) =>
        Layouts.Select(layout => (layout.Name, Measure(layout, keyOf)));

    private static double Measure(RedisLayout layout, Func<int, MemberKey> keyOf)
    {
        var folder = Directory.CreateTempSubdirectory("edge-redis-").FullName;
        using var server = Start(folder);
        try
        {
            using var pipe = RespPipe.Connect(Path.Combine(folder, "socket"));
            var before = pipe.UsedMemory();
            pipe.Run(layout.Commands(Enumerable.Range(0, SampleMembers).Select(number => (keyOf(number).Value, (uint)number & 0x3FF_FFFF))));
            return (double)(pipe.UsedMemory() - before) / SampleMembers;
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder) => Process.Start(new ProcessStartInfo("redis-server")
    {
        ArgumentList =
        {
            "--port", "0", "--unixsocket", Path.Combine(folder, "socket"), "--save", "", "--appendonly", "no", "--dir", folder,
            "--hash-max-listpack-entries", "512",
        },
        RedirectStandardOutput = true,
    })!;

    private static IEnumerable<IGrouping<ulong, (ulong Key, uint Payload)>> Buckets(IEnumerable<(ulong Key, uint Payload)> members) =>
        members.GroupBy(member => (ulong)(((UInt128)member.Key * BucketsOfSample) >> 64));

    /// <summary>As many bytes as number the buckets of 520 million.</summary>
    private static byte[] BucketName(ulong bucket) => BitConverter.GetBytes((uint)bucket);

    private static byte[][] BitfieldPart((int Place, (ulong Key, uint Payload) Member) entry)
    {
        var bits = (long)((entry.Member.Key << 26) | entry.Member.Payload);
        return ["SET"u8.ToArray(), "i64"u8.ToArray(), Text($"#{entry.Place}"), Text(bits.ToString(CultureInfo.InvariantCulture))];
    }

    private static byte[] Bytes(ulong number) => BitConverter.GetBytes(number);

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}

using System.Diagnostics;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Benchmarks.Lookups;

/// <summary>
/// Times one round of each kind over members and places drawn at random from the file. Where a step is said to depend on the one before, its
/// address is computed from what that one read, so that the processor cannot run ahead.
/// </summary>
internal sealed unsafe class LookupRounds
{
    private const int BatchSize = 100;
    private const int SliceSize = 50_000;

    private readonly byte* start;
    private readonly SnapshotView view;
    private readonly MemberKey[] keys;
    private readonly long[] places;
    private readonly Standing?[] standings = new Standing?[BatchSize];

    /// <summary>Always zero, which the compiler does not know.</summary>
    private readonly ulong nothing = (ulong)Environment.ProcessId >> 62;

    private LookupRounds(byte* start, SnapshotView view, MemberKey[] keys, long[] places)
    {
        this.start = start;
        (this.view, this.keys, this.places) = (view, keys, places);
    }

    public static LookupRounds Draw(MappedSnapshot file, int steps, Random random)
    {
        var keys = new MemberKey[steps];
        for (var i = 0; i < steps; i++)
        {
            var (first, end) = (0L, 0L);
            long bucket = 0;
            while (first == end)
            {
                bucket = random.NextInt64(file.View.BucketCount);
                (first, end) = file.View.BucketAt(bucket);
            }

            keys[i] = file.View.PrefixOf(bucket, file.View.EntryAt(random.NextInt64(first, end)));
        }

        return new LookupRounds(file.Start, file.View, keys, [.. Enumerable.Range(0, steps).Select(_ => random.NextInt64(file.Length / 8) * 8)]);
    }

    /// <summary>
    /// One round, in slices of all three kinds in turn, so that what disturbs the machine meanwhile disturbs them alike. Nanoseconds a step.
    /// </summary>
    public (double Read, double Chained, double Batched) Measure()
    {
        var (read, chained, batched) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var at = 0; at + SliceSize <= keys.Length; at += SliceSize)
        {
            read += RandomReads(places.AsSpan(at, SliceSize));
            chained += Chained(keys.AsSpan(at, SliceSize));
            batched += Batched(keys.AsSpan((at + (keys.Length / 2)) % keys.Length, SliceSize));
        }

        return (read.TotalNanoseconds / keys.Length, chained.TotalNanoseconds / keys.Length, batched.TotalNanoseconds / keys.Length);
    }

    /// <summary>Each read from a random place of the file depends on the read before.</summary>
    private TimeSpan RandomReads(ReadOnlySpan<long> slice)
    {
        var watch = Stopwatch.StartNew();
        ulong read = 0;
        foreach (var place in slice)
        {
            read = *(ulong*)(start + place + (long)(read & nothing));
        }

        GC.KeepAlive(read);
        return watch.Elapsed;
    }

    /// <summary>Each member is named by the lookup before.</summary>
    private TimeSpan Chained(ReadOnlySpan<MemberKey> slice)
    {
        var watch = Stopwatch.StartNew();
        ulong found = 0;
        foreach (var key in slice)
        {
            found += view.TryFind(new MemberKey(key.Value ^ (found & nothing)), out var standing) ? 1UL + standing.Score.Index : throw Missing();
        }

        GC.KeepAlive(found);
        return watch.Elapsed;
    }

    /// <summary>A hundred members are looked up together.</summary>
    private TimeSpan Batched(ReadOnlySpan<MemberKey> slice)
    {
        var watch = Stopwatch.StartNew();
        ulong found = 0;
        for (var at = 0; at < slice.Length; at += BatchSize)
        {
            view.FindMany(slice.Slice(at, BatchSize), standings);
            foreach (ref readonly var standing in standings.AsSpan())
            {
                found += standing.HasValue ? 1UL + Nullable.GetValueRefOrDefaultRef(in standing).Score.Index : throw Missing();
            }
        }

        GC.KeepAlive(found);
        return watch.Elapsed;
    }

    private static InvalidDataException Missing() => new("A member of the file was not found.");
}

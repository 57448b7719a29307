using EdgeService.Accesses;
using EdgeService.Core.Members;

namespace EdgeService.Tests.Accesses;

public sealed class NotedAccessesTests
{
    [Fact]
    public void Those_to_be_kept_come_in_the_order_they_were_noted_in_and_the_others_leave_nothing()
    {
        var random = new Random(11);
        var noted = new NotedAccesses(5_000);
        var kept = new List<(ulong Member, long At, string Id)>();
        for (var i = 1; i <= 5_000; i++)
        {
            var id = new byte[random.Next(200)];
            random.NextBytes(id);
            var at = random.Next(3) == 0 ? -i : i;
            Assert.Equal(i, noted.Note(new MemberKey((ulong)i), at, id));
            if (at > 0)
                kept.Add(((ulong)i, at, Convert.ToHexString(id)));
        }

        Assert.Equal(kept, Read(noted.Take()));
        Assert.True(noted.Take().IsEmpty);
    }

    [Fact]
    public void One_too_many_finds_no_room_until_the_others_are_taken_and_none_does_after_the_close()
    {
        var noted = new NotedAccesses(2);
        Assert.Equal([1, 2, 0, 0], [Note(noted), Note(noted), Note(noted), Note(noted)]);
        Assert.Equal(2, AccessRecord.Count(noted.Take().Span));
        Assert.Equal(1, Note(noted));
        noted.Close();
        Assert.Equal(0, Note(noted));
        Assert.Equal(1, AccessRecord.Count(noted.Take().Span));
    }

    [Fact]
    public async Task None_is_lost_or_torn_while_many_note_and_one_takes()
    {
        const int Threads = 4, Each = 20_000;
        var noted = new NotedAccesses(int.MaxValue);
        var noting = Task.WhenAll(Enumerable.Range(1, Threads).Select(thread => Task.Run(() =>
        {
            var id = Enumerable.Repeat((byte)thread, 30 * thread).ToArray();
            for (var i = 1; i <= Each; i++)
                noted.Note(new MemberKey((ulong)thread), i, id);
        })));
        var taken = new List<(ulong Member, long At, string Id)>();
        while (!noting.IsCompleted)
            taken.AddRange(Read(noted.Take()));
        await noting;
        taken.AddRange(Read(noted.Take()));
        for (ulong thread = 1; thread <= Threads; thread++)
        {
            var own = taken.Where(access => access.Member == thread).ToList();
            Assert.Equal(Enumerable.Range(1, Each).Select(i => (long)i), own.Select(access => access.At));
            Assert.All(own, access => Assert.Equal(string.Concat(Enumerable.Repeat($"0{thread}", 30 * (int)thread)), access.Id));
        }
    }

    [Fact]
    public void Pieces_are_cut_between_records_and_hold_all_of_them()
    {
        var noted = new NotedAccesses(100);
        for (var i = 1; i <= 100; i++)
            noted.Note(new MemberKey((ulong)i), i, new byte[i]);
        var records = noted.Take();
        var pieces = AccessRecord.Pieces(records, 300).ToList();
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 300));
        Assert.Equal(Read(records), pieces.SelectMany(Read));
        Assert.Equal(100, AccessRecord.Pieces(records, 1).Count());
    }

    private static int Note(NotedAccesses noted) => noted.Note(new MemberKey(1), 1, [7]);

    private static List<(ulong Member, long At, string Id)> Read(ReadOnlyMemory<byte> records)
    {
        var read = new List<(ulong, long, string)>();
        for (var rest = records.Span; AccessRecord.TryRead(rest, out var record); rest = rest[record.Length..])
            read.Add((record.Member.Value, record.At, Convert.ToHexString(record.DecisionId)));
        return read;
    }
}

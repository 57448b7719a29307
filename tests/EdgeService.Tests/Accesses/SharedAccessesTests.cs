using EdgeService.Accesses;
using EdgeService.Core.Members;
using EdgeService.Telemetry;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using BookedAccess = EdgeService.Accesses.Access;

namespace EdgeService.Tests.Accesses;

/// <summary>What an edge puts beside the accesses of others, and reads from there, whatever that place does.</summary>
public sealed class SharedAccessesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly MemberKey Member = new(7);
    private static readonly MemberKey Another = new(8);
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<EdgeMeter>().BuildServiceProvider();
    private readonly CommonPlace _place = new();
    private byte _next;

    private AccessOptions Options => new() { Folder = _folder.At("accesses"), GatherMilliseconds = 1, Gathered = 1000, MostWaitingBytes = 1 << 20 };

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pages_of_what_two_edges_know_show_everything_once_whatever_is_where()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            using var folder = new TemporaryFolder();
            using var book = AccessBook.Open(Options with { Folder = folder.At("accesses") });
            var (place, all) = (new CommonPlace(), new List<BookedAccess>());
            await using var shared = Open(book, place);
            for (var i = random.Next(60); i > 0; i--)
            {
                var id = new byte[3];
                random.NextBytes(id);
                var access = new BookedAccess(Member, Noon.ToUnixTimeMilliseconds() + random.Next(8), id);
                all.Add(access);
                var isHere = random.Next(2) == 0;
                if (isHere)
                    book.Append(Record(access), Noon);
                for (var times = isHere ? random.Next(2) : random.Next(1, 3); times > 0; times--) // Twice where an answer was lost.
                    place.Kept.Add(access);
            }

            var (seen, cursor, most) = (new List<string>(), default(AccessCursor?), random.Next(1, 9));
            do
            {
                var page = book.Read(Member, cursor, most, Noon, await shared.ReadAsync(Member, cursor, most, Noon, default));
                seen.AddRange(page.Accesses.Select(NameOf));
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(all.OrderByDescending(access => access.At).ThenBy(access => Convert.ToHexString(access.DecisionId.Span), StringComparer.Ordinal).Select(NameOf).Distinct(), seen);
        }
    }

    [Fact]
    public async Task What_fails_waits_on_and_an_erasure_comes_after_what_was_on_its_way()
    {
        var waiting = new WaitingAccesses(1 << 20);
        Assert.True(waiting.TryAdd(Record(New(Member)), Noon));
        _place.IsAway = true;
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.BringAsync(_place, default));
        Assert.True(waiting.TryAdd(Record(New(Another)), Noon));
        var erased = waiting.EraseAsync(Member, long.MaxValue);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.BringAsync(_place, default));
        await Assert.ThrowsAsync<TimeoutException>(() => erased); // Who waits for it hears at once, and it is tried again.

        _place.IsAway = false;
        await waiting.BringAsync(_place, default);
        Assert.Equal(Another, Assert.Single(_place.Kept).Member);
        Assert.Equal(0, waiting.Bytes);
    }

    [Fact]
    public async Task What_finds_no_room_is_told_once_the_place_answers()
    {
        var waiting = new WaitingAccesses(40);
        Assert.True(waiting.TryAdd(Record(New(Member)), Noon));
        Assert.False(waiting.TryAdd(Record(New(Member), New(Member)), Noon.AddSeconds(1)));
        await waiting.BringAsync(_place, default);
        Assert.Single(_place.Kept);
        Assert.Equal(Noon.AddSeconds(1).ToUnixTimeMilliseconds(), _place.MissingThrough);
        Assert.True(waiting.TryAdd(Record(New(Member)), Noon)); // There is room again.
    }

    [Fact]
    public async Task What_an_end_of_the_process_kept_from_others_is_told_at_the_next_start()
    {
        using var book = AccessBook.Open(Options);
        book.Append(Record([.. Enumerable.Range(0, 1000).Select(_ => New(Member))]), Noon); // Becomes a file.
        book.Append(Record(New(Member, Noon.AddMinutes(1)), New(Member, Noon.AddMinutes(2))), Noon.AddMinutes(2));
        _place.Through = Noon.AddMinutes(1).ToUnixTimeMilliseconds() + 20_000;
        await using (var shared = Open(book, _place))
            await shared.StopAsync(default);
        Assert.Equal(Noon.AddMinutes(2).ToUnixTimeMilliseconds(), Assert.Single(_place.Kept).At);
        Assert.Equal(0, _place.MissingThrough);

        _place.Through = 0; // As when a ledger is shared for the first time.
        await using (var shared = Open(book, _place))
            await shared.StopAsync(default);
        Assert.Equal(3, _place.Kept.Count);
        Assert.Equal(Noon.ToUnixTimeMilliseconds(), _place.MissingThrough);
    }

    [Fact]
    public async Task Place_that_does_not_answer_keeps_nobody_waiting()
    {
        using var book = AccessBook.Open(Options);
        _place.IsAway = true;
        await using var shared = Open(book, _place);
        Assert.Null(await shared.ReadAsync(Member, null, 10, Noon, default));
        await using var alone = Open(book, null);
        Assert.Null(await alone.ReadAsync(Member, null, 10, Noon, default));
    }

    private static string NameOf(BookedAccess access) => $"{access.At} {Convert.ToHexString(access.DecisionId.Span)}";

    private static ReadOnlyMemory<byte> Record(params BookedAccess[] accesses)
    {
        var noted = new NotedAccesses(accesses.Length);
        foreach (var access in accesses)
            noted.Note(access.Member, access.At, access.DecisionId.Span);
        return noted.Take();
    }

    private BookedAccess New(MemberKey member, DateTimeOffset? at = null) => new(member, (at ?? Noon).ToUnixTimeMilliseconds(), new byte[] { 1, 2, _next++ });

    private SharedAccesses Open(AccessBook book, IAccessExchange? place) =>
        new(Options, book, place, new SetClock(Noon), _services.GetRequiredService<EdgeMeter>(), NullLogger<SharedAccesses>.Instance);

    /// <summary>The place in memory, which a test takes away.</summary>
    private sealed class CommonPlace : IAccessExchange
    {
        public List<BookedAccess> Kept { get; } = [];

        public long Through { get; set; }

        public long MissingThrough { get; private set; }

        public bool IsAway { get; set; }

        public Task KeepAsync(IEnumerable<BookedAccess> accesses, CancellationToken cancellation) =>
            Do(() => Kept.AddRange(accesses.Select(access => access with { DecisionId = access.DecisionId.ToArray() })));

        public async Task<CommonAccesses> ReadAsync(MemberKey member, long from, long through, int most, CancellationToken cancellation)
        {
            await Do(() => { });
            var found = Kept.Where(access => access.Member == member && access.At >= from && access.At <= through).DistinctBy(NameOf)
                .OrderByDescending(access => access.At).ThenBy(access => Convert.ToHexString(access.DecisionId.Span), StringComparer.Ordinal);
            return new([.. found.Take(most)], MissingThrough);
        }

        public async Task<long> ThroughAsync(CancellationToken cancellation)
        {
            await Do(() => { });
            return Through;
        }

        public Task EraseAsync(MemberKey member, long through, CancellationToken cancellation) => Do(() => Kept.RemoveAll(access => access.Member == member && access.At <= through));

        public Task MissAsync(long through, CancellationToken cancellation) => Do(() => MissingThrough = through);

        public Task TendAsync(TimeSpan retention, CancellationToken cancellation) => Do(() => { });

        private Task Do(Action what)
        {
            if (IsAway)
                return Task.FromException(new TimeoutException());
            what();
            return Task.CompletedTask;
        }
    }
}

using EdgeService.Accesses;
using EdgeService.Building.Journals;
using EdgeService.Core.Members;
using EdgeService.Tests.Hosting;
using BookedAccess = EdgeService.Accesses.Access;

namespace EdgeService.Tests.Accesses;

public sealed class AccessBookTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(7);

    private AccessOptions Options => new() { Folder = _folder.At("accesses"), Gathered = 1000 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_access_of_a_member_is_found_whatever_file_it_is_in_and_after_a_start()
    {
        var model = new Dictionary<MemberKey, List<long>>();
        using (var book = AccessBook.Open(Options))
            Fill(book, model, 12_345);
        Assert.True(Directory.GetFiles(Options.Folder, "*.run").Length >= 8);
        using var again = AccessBook.Open(Options);
        foreach (var (member, times) in model)
            Assert.Equal(times.OrderDescending(), AllOf(again, member, 3).Select(access => access.At));
        Assert.Empty(AllOf(again, new MemberKey(12345), 10));
    }

    [Fact]
    public void Book_under_another_secret_is_brought_under_the_one_in_use_or_not_opened()
    {
        var model = new Dictionary<MemberKey, List<long>>();
        using (var book = AccessBook.Open(Options, new KnownKeys(1, () => true, key => key)))
            Fill(book, model, 3_500);
        var unknown = model.Keys.First();
        MemberKey? CurrentOf(MemberKey key) => key == unknown ? null : model.ContainsKey(key) ? new(~key.Value) : model.ContainsKey(new(~key.Value)) ? key : null;
        Assert.Contains("Start again", Assert.Throws<InvalidDataException>(() => AccessBook.Open(Options, new KnownKeys(2, () => false, CurrentOf))).Message, StringComparison.Ordinal);

        // As after a kill: one file is done, the stamp is still the old one.
        AccessRun.Rekey(Directory.GetFiles(Options.Folder, "*.run")[0], CurrentOf);
        using (var book = AccessBook.Open(Options, new KnownKeys(2, () => true, CurrentOf)))
        {
            foreach (var (member, times) in model.Where(one => one.Key != unknown))
            {
                Assert.Empty(AllOf(book, member, 100));
                Assert.Equal(times.OrderDescending(), AllOf(book, new(~member.Value), 100).Select(access => access.At));
            }

            Assert.Empty(AllOf(book, unknown, 10));
            Assert.Empty(AllOf(book, new(~unknown.Value), 10));
            Assert.NotNull(book.Read(unknown, null, 10, Start).CompleteSince); // What was dropped is told.
        }

        using var again = AccessBook.Open(Options, new KnownKeys(2, () => false, _ => throw new InvalidOperationException("asked for nothing")));
        Assert.NotEmpty(AllOf(again, new(~model.Keys.Last().Value), 10));
    }

    [Fact]
    public void Erased_member_is_in_no_file_and_others_are_untouched()
    {
        var model = new Dictionary<MemberKey, List<long>>();
        var book = AccessBook.Open(Options);
        Fill(book, model, 3_500);
        var (gone, other) = (model.Keys.First(), model.Keys.Last());
        var ids = AllOf(book, gone, 200).Select(access => access.DecisionId.ToArray()).ToList();
        book.Erase(gone, long.MaxValue);
        Assert.Empty(AllOf(book, gone, 10));
        Assert.Equal(model[other].OrderDescending(), AllOf(book, other, 200).Select(access => access.At));
        book.Dispose();
        var bytes = Directory.GetFiles(Options.Folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(File.ReadAllBytes).ToArray();
        Assert.All(ids, id => Assert.Equal(-1, bytes.AsSpan().IndexOf(id)));
        using var again = AccessBook.Open(Options);
        Assert.Empty(AllOf(again, gone, 10));
        Assert.Equal(model[other].OrderDescending(), AllOf(again, other, 200).Select(access => access.At));
    }

    [Fact]
    public void What_is_past_its_retention_is_not_shown_and_its_file_goes()
    {
        using var book = AccessBook.Open(Options);
        Append(book, new MemberKey(1), Start);
        book.Tend(Start.AddDays(2));
        Append(book, new MemberKey(1), Start.AddDays(60));
        Assert.Equal(2, AllOf(book, new MemberKey(1), 10, Start.AddDays(89)).Count);
        Assert.Single(AllOf(book, new MemberKey(1), 10, Start.AddDays(91)));
        book.Tend(Start.AddDays(91));
        Assert.Single(Directory.GetFiles(Options.Folder, "*.run"));
        Assert.Null(book.Read(new MemberKey(1), null, 10, Start.AddDays(91)).CompleteSince);
    }

    [Fact]
    public void Oldest_go_early_for_want_of_room_and_the_member_is_told()
    {
        using var book = AccessBook.Open(Options with { MostBytes = 300_000 });
        for (var batch = 0; batch < 20; batch++)
            Append(book, [.. Enumerable.Range(0, 1000).Select(i => New(new MemberKey((ulong)i), Start.AddMinutes(batch)))], Start.AddMinutes(batch));
        var page = book.Read(new MemberKey(5), null, 100, Start.AddHours(1));
        Assert.InRange(page.Accesses.Count, 1, 4);
        Assert.Equal(page.Accesses[^1].At - 60_000, page.CompleteSince!.Value.ToUnixTimeMilliseconds());
        Assert.True(Directory.GetFiles(Options.Folder, "*.run").Sum(path => new FileInfo(path).Length) <= 300_000);
    }

    [Fact]
    public void What_could_not_be_taken_down_is_told_after_a_start_too()
    {
        using (var book = AccessBook.Open(Options))
            book.Miss(Start);
        using var again = AccessBook.Open(Options);
        Assert.Equal(Start, again.Read(new MemberKey(1), null, 1, Start.AddDays(1)).CompleteSince);
        Assert.Null(again.Read(new MemberKey(1), null, 1, Start.AddDays(91)).CompleteSince);
    }

    [Fact]
    public void One_edge_has_one_folder()
    {
        using var book = AccessBook.Open(Options);
        Assert.Throws<JournalHeldException>(() => AccessBook.Open(Options));
    }

    [Fact]
    public void File_that_is_cut_short_ends_the_start()
    {
        using (var book = AccessBook.Open(Options))
            Append(book, [.. Enumerable.Range(0, 1000).Select(i => New(new MemberKey((ulong)i), Start))], Start);
        var run = Directory.GetFiles(Options.Folder, "*.run").Single();
        File.WriteAllBytes(run, File.ReadAllBytes(run)[..^9]);
        Assert.Throws<InvalidDataException>(() => AccessBook.Open(Options));
    }

    [Fact]
    public void Erasing_leaves_what_came_later_in_files_and_in_memory()
    {
        using var book = AccessBook.Open(Options);
        var (member, later) = (new MemberKey(7), Start.AddHours(1));
        Append(book, member, Start);
        Append(book, member, later);
        book.Erase(member, Start.ToUnixTimeMilliseconds());
        Assert.Equal([later.ToUnixTimeMilliseconds()], AllOf(book, member, 10).Select(access => access.At));
        book.Tend(later.AddDays(2));
        Assert.NotEmpty(Directory.GetFiles(Options.Folder, "*.run"));
        book.Erase(member, later.ToUnixTimeMilliseconds() - 1);
        Assert.Single(AllOf(book, member, 10));
        book.Erase(member, later.ToUnixTimeMilliseconds());
        Assert.Empty(AllOf(book, member, 10));
    }

    private static void Append(AccessBook book, BookedAccess[] accesses, DateTimeOffset now)
    {
        var noted = new NotedAccesses(accesses.Length);
        foreach (var access in accesses)
            noted.Note(access.Member, access.At, access.DecisionId.Span);
        book.Append(noted.Take(), now);
    }

    private static List<BookedAccess> AllOf(AccessBook book, MemberKey member, int most, DateTimeOffset? now = null)
    {
        var (found, cursor) = (new List<BookedAccess>(), default(AccessCursor?));
        do
        {
            var page = book.Read(member, cursor, most, now ?? Start.AddHours(1));
            found.AddRange(page.Accesses);
            cursor = page.Next;
        }
        while (cursor is not null);
        return found;
    }

    private void Append(AccessBook book, MemberKey member, DateTimeOffset at) => Append(book, [New(member, at)], at);

    private BookedAccess New(MemberKey member, DateTimeOffset at)
    {
        var id = new byte[80 + _random.Next(40)];
        _random.NextBytes(id);
        return new(member, at.ToUnixTimeMilliseconds(), id);
    }

    /// <summary>Accesses of two hundred members in batches, several in one millisecond.</summary>
    private void Fill(AccessBook book, Dictionary<MemberKey, List<long>> model, int count)
    {
        var members = Enumerable.Range(0, 200).Select(_ => new MemberKey((ulong)_random.NextInt64())).ToArray();
        for (var done = 0; done < count;)
        {
            var batch = new BookedAccess[Math.Min(_random.Next(1, 400), count - done)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = New(members[_random.Next(members.Length)], Start.AddMilliseconds((done + i) / 3));
                (model.TryGetValue(batch[i].Member, out var times) ? times : model[batch[i].Member] = []).Add(batch[i].At);
            }

            done += batch.Length;
            Append(book, batch, Start);
        }
    }
}

using EdgeService.Core.Grants;
using EdgeService.Ledger;
using EdgeService.TestNeeds;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>The suite on SQLite, and what only a file can do.</summary>
public sealed partial class SqliteLedgerTests : LedgerSuite
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-").FullName;

    private LedgerOptions Options => new() { Path = Path.Combine(_folder, "sub", "ledger.db") };

    protected override Task<ILedger> OpenAsync() => Task.FromResult<ILedger>(SqliteLedger.Open(Options, Clock, NullLogger.Instance));

    protected override Task<ILedger> OpenAsync(LedgerSecret secret)
    {
        try
        {
            return Task.FromResult<ILedger>(SqliteLedger.Open(Options, Clock, NullLogger.Instance, secret));
        }
        catch (LedgerUnavailableException fault)
        {
            return Task.FromException<ILedger>(fault);
        }
    }

    private protected override async Task<RekeyingReport> RekeyAsync(LedgerRekeying rekeying)
    {
        await Ledger.DisposeAsync();
        try
        {
            using var store = new SqliteRekeyingStore(Options);
            return new Rekeyer(store, rekeying).Run();
        }
        finally
        {
            Ledger = await OpenAsync();
        }
    }

    protected override Task RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Second_opening_of_the_file_is_refused() => Assert.Equal(LedgerFault.HeldElsewhere, OpeningFault(Options));

    [Fact]
    public async Task Files_are_for_this_user_alone()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Options.Path)!))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task File_of_a_newer_schema_is_refused()
    {
        await Ledger.DisposeAsync();
        await RunAsync("PRAGMA user_version = 99");

        Assert.Equal(LedgerFault.NewerSchema, OpeningFault(Options));
        await RunAsync($"PRAGMA user_version = {SchemaScripts.Of("Sqlite").Count}");
        Assert.Equal(LedgerFault.None, OpeningFault(Options));
    }

    [Fact]
    public async Task Database_of_something_else_is_refused()
    {
        await Ledger.DisposeAsync();
        await RunAsync("PRAGMA application_id = 1");

        Assert.Equal(LedgerFault.Corrupt, OpeningFault(Options));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(8192)]
    public async Task Damaged_file_is_refused(int place)
    {
        await AtOnceAsync(64, i => Ledger.ReplyAsync(Member(i), i, Redeem((UInt128)i)));
        await Ledger.DisposeAsync();
        using (var file = File.OpenWrite(Options.Path))
        {
            file.Position = place;
            file.Write(Enumerable.Repeat((byte)0xA5, 600).ToArray());
        }

        Assert.Equal(LedgerFault.Corrupt, OpeningFault(Options with { FullCheckAtStart = true }));
    }

    [Fact]
    public async Task Fault_of_the_store_is_told_without_its_words_and_may_pass()
    {
        await Ledger.DisposeAsync();
        await RunAsync("CREATE TRIGGER fault BEFORE INSERT ON entries WHEN (SELECT times FROM probe) = 0 BEGIN SELECT RAISE(FAIL, 'driver text'); END");
        Ledger = await OpenAsync();

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Ledger.ReplyAsync(Member(1), 1, Redeem(1)));
        Assert.DoesNotContain("driver text", fault.Message, StringComparison.Ordinal);
        Assert.False(Ledger.Health.Usable);

        Assert.Empty((await Ledger.ReadAsync(Member(1), default)).Grants);
        Assert.True(Ledger.Health.Usable);
    }

    [Fact]
    public async Task Vanished_file_takes_no_more_calls()
    {
        File.Delete(Options.Path);

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Ledger.ReplyAsync(Member(1), 1, Redeem(1)));
        Assert.Equal((LedgerFault.Disk, false), (fault.Fault, Ledger.Health.Usable));
        Assert.False(Ledger.TryView(Member(1), out _));
    }

    [Fact]
    public async Task View_of_a_ledger_out_of_reach_is_not_known_but_still_told()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        Assert.True(Ledger.TryView(Member(1), out _));
        File.Delete(Options.Path);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Ledger.ReplyAsync(Member(1), 2, Redeem(2)));

        Assert.False(Ledger.TryView(Member(1), out var record));
        Assert.Single(record.Grants);
    }

    [Fact]
    public async Task Entries_are_append_only()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        await Ledger.DisposeAsync();

        await Assert.ThrowsAsync<SqliteException>(() => RunAsync("DELETE FROM entries"));
        await Assert.ThrowsAsync<SqliteException>(() => RunAsync("UPDATE entries SET number = 2"));
    }

    [Fact]
    public async Task Requests_are_forgotten_after_their_retention()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        Clock.Now = Noon.AddDays(7).AddSeconds(1);
        await Ledger.ReplyAsync(Member(1), 2, Redeem(1));

        Assert.Null(await Ledger.RecallAsync(Request(1), default));
        Assert.NotNull(await Ledger.RecallAsync(Request(2), default));
    }

    [Fact]
    public async Task File_of_the_first_schema_is_brought_forward_whole()
    {
        await Ledger.DisposeAsync();
        File.Delete(Options.Path);
        await RunAsync(await File.ReadAllTextAsync(Path.Combine(FactNeedsAttribute.Repository, "tests/EdgeService.Tests/Ledger/ledger-001.sql")));
        Ledger = await OpenAsync();

        var listed = await Ledger.ListGrantsAsync(new GrantFilter { Now = Noon.AddHours(1) }, null, 10, default);

        Assert.Equal(
            [(Member(2), GrantState.Returned), (Member(1), GrantState.Active)], listed.Grants.Select(one => (one.Member, one.Grant.State)));
        Assert.Equal("HandedOver 1", await Ledger.ReplyAsync(Member(1), 2, new ConfirmHandover(1, "citybike", null, Dock)));
        Assert.Equal("ItemTaken  bike-1", await Ledger.ReplyAsync(Member(4), 7, new Begin(Bike("bike-1"), Dock)));
        Assert.Equal("AlreadyRevoked", await Ledger.ReplyAsync(Member(3), 8, Redeem(9)));
        Assert.Equal("AlreadyRedeemed 1", await Ledger.ReplyAsync(Member(2), 9, Redeem(7)));
        Assert.Equal(6, (await Ledger.ExportEntriesAsync(default, 100, default)).Entries.Length);
    }

    [Fact]
    public async Task Export_that_is_past_erased_entries_misses_nothing_that_is_written_after()
    {
        await Ledger.ReplyAsync(Member(1), 1, new Begin(Bike("bike-1") with { NeedsHandover = false }, Dock));
        await Ledger.ReplyAsync(Member(1), 2, new Return(1, "citybike", [], null, Dock));
        var exported = await Ledger.ExportEntriesAsync(default, 10, default);
        Clock.Now = Noon.AddDays(100);

        await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default);
        await Ledger.ReplyAsync(Member(2), 3, new Begin(Bike("bike-2"), Dock), Clock.Now);

        Assert.Single((await Ledger.ExportEntriesAsync(exported.Next, 10, default)).Entries);
        Assert.Equal(1, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default));
    }

    [Fact]
    public async Task Ledger_held_by_another_process_is_refused_until_that_ends()
    {
        await Ledger.DisposeAsync();
        using var other = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(SqliteLedgerTests).Assembly.Location, "ledger-worker", Options.Path, "1000000"])
        { RedirectStandardOutput = true })!;
        await other.StandardOutput.ReadLineAsync();

        Assert.Equal(LedgerFault.HeldElsewhere, OpeningFault(Options));
        other.Kill();
        await other.WaitForExitAsync();
        Assert.Equal(LedgerFault.None, OpeningFault(Options));
    }

    [Fact]
    public async Task Full_disk_takes_nothing_half_and_heals_when_there_is_room()
    {
        await Ledger.DisposeAsync();
        await RunAsync("CREATE TABLE ballast (bytes BLOB) STRICT; INSERT INTO ballast VALUES (zeroblob(400000))");
        Ledger = SqliteLedger.Open(Options with { MostPages = 130 }, Clock, NullLogger.Instance);
        var (kept, fault) = (0, default(LedgerUnavailableException));
        for (; fault is null; kept++)
        {
            fault = await FaultOfAsync(() => Ledger.ReplyAsync(Member(kept), kept, Redeem((UInt128)kept)));
        }

        Assert.Equal((LedgerFault.Full, false), (fault.Fault, Ledger.Health.Usable));
        Assert.Equal(kept - 1, await CountAsync(Ledger));
        Assert.Null(await Ledger.RecallAsync(Request(kept - 1), default));
        await Ledger.DisposeAsync();
        Ledger = await OpenAsync();
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Member(kept - 1), kept - 1, Redeem((UInt128)(kept - 1))));
        Assert.Equal(kept, await CountAsync(Ledger));
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_is_told_apart()
    {
        await Ledger.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "");

        Assert.Equal(LedgerFault.ReadOnly, OpeningFault(Options with { Path = Path.Combine(_folder, "file", "ledger.db") }));
    }

    [Fact]
    public async Task Lists_are_read_while_the_writer_is_busy_and_show_only_what_is_committed()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        using var gate = new SemaphoreSlim(0);
        using var entered = new SemaphoreSlim(0);
        var call = Call(Member(2), Request(2), Redeem(2));
        var blocking = Ledger.AppendAsync(
            call with
            {
                Decide = scene =>
                {
                    entered.Release();
                    gate.Wait();
                    return call.Decide(scene);
                },
            },
            default);
        await entered.WaitAsync();

        var patience = TimeSpan.FromSeconds(30);
        Assert.Single((await Ledger.ExportEntriesAsync(default, 10, default).WaitAsync(patience)).Entries);
        Assert.Single((await Ledger.ListGrantsAsync(new GrantFilter { Now = Noon }, null, 10, default).WaitAsync(patience)).Grants);
        Assert.Single(await Ledger.ReadEntriesAsync(Member(1), 1, default).WaitAsync(patience));
        gate.Release();
        await blocking;
        Assert.Equal(2, (await Ledger.ExportEntriesAsync(default, 10, default)).Entries.Length);
    }

    [Fact]
    public async Task Queue_beyond_its_bound_is_told_that_it_is_overloaded()
    {
        await Ledger.DisposeAsync();
        Ledger = SqliteLedger.Open(Options with { MaxWaiting = 1, MaxBatch = 1 }, Clock, NullLogger.Instance);
        using var gate = new SemaphoreSlim(0);
        using var entered = new SemaphoreSlim(0);
        var call = Call(Member(1), Request(1), Redeem(1));
        var blocking = Ledger.AppendAsync(call with { Decide = scene => Hold(entered, gate, call.Decide(scene)) }, default);
        await entered.WaitAsync();

        var waiting = Ledger.ReplyAsync(Member(2), 2, Redeem(2));
        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Ledger.ReplyAsync(Member(3), 3, Redeem(3)));
        gate.Release();

        Assert.Equal(LedgerFault.Overloaded, fault.Fault);
        Assert.Equal("Granted 1", await waiting);
        Assert.IsType<LedgerAnswer.Kept>(await blocking);

        static LedgerVerdict Hold(SemaphoreSlim entered, SemaphoreSlim gate, LedgerVerdict verdict)
        {
            entered.Release();
            gate.Wait();
            return verdict;
        }
    }

    private static LedgerFault OpeningFault(LedgerOptions options)
    {
        try
        {
            SqliteLedger.Open(options, TimeProvider.System, NullLogger.Instance).DisposeAsync().AsTask().GetAwaiter().GetResult();
            return LedgerFault.None;
        }
        catch (LedgerUnavailableException fault)
        {
            return fault.Fault;
        }
    }

    private static async Task<LedgerUnavailableException?> FaultOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (LedgerUnavailableException fault)
        {
            return fault;
        }
    }

    private static async Task<int> CountAsync(ILedger ledger)
    {
        var (count, at) = (0, default(EntryCursor));
        for (var more = true; more;)
        {
            var page = await ledger.ExportEntriesAsync(at, LedgerPages.Largest, default);
            (count, at, more) = (count + page.Entries.Length, page.Next, page.More);
        }

        return count;
    }

    private async Task RunAsync(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Options.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }
}

using EdgeService.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>The suite on SQLite, and what only a file can do.</summary>
public sealed class SqliteLedgerTests : LedgerSuite
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-").FullName;

    private LedgerOptions Options => new() { Path = Path.Combine(_folder, "sub", "ledger.db") };

    protected override Task<ILedger> OpenAsync() => Task.FromResult<ILedger>(SqliteLedger.Open(Options, Clock, NullLogger.Instance));

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
        await RunAsync("PRAGMA user_version = 1");
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

    private async Task RunAsync(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Options.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }
}

using EdgeService.Core.Registration;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>The register's suite on SQLite, and what only a file can do.</summary>
public sealed class SqliteTerminalRegisterTests : TerminalRegisterSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLedger _ledger = null!;

    public override async Task DisposeAsync() => await _ledger.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    protected override Task<ITerminalRegister> OpenAsync()
    {
        _ledger = SqliteLedger.Open(new LedgerOptions { Path = _folder.At("ledger.db") }, Clock, NullLogger.Instance);
        return Task.FromResult(_ledger.Terminals);
    }

    [Fact]
    public async Task Look_that_finds_nothing_new_does_not_wait_for_the_file()
    {
        await DoAsync(1, Dock, new SuspendTerminal(Kiosk, "odd"));
        var first = await Register.ReadChangesAsync(0, Noon, default);
        await _ledger.DisposeAsync();
        Assert.Empty((await Register.ReadChangesAsync(first.Next, Noon, default)).Terminals);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Register.ReadChangesAsync(0, Noon, default));
    }

    [Theory]
    [InlineData("UPDATE terminal_events SET reason = ''")]
    [InlineData("DELETE FROM terminal_events")]
    public async Task What_was_done_cannot_be_changed_in_the_file(string statement)
    {
        await DoAsync(1, Dock, new SuspendTerminal(Kiosk, "odd"));
        await _ledger.DisposeAsync();
        await using var connection = new SqliteConnection($"Data Source={_folder.At("ledger.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.Contains("append-only", (await Assert.ThrowsAsync<SqliteException>(command.ExecuteNonQueryAsync)).Message, StringComparison.Ordinal);
    }
}

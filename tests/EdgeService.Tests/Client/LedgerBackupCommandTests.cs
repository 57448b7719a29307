using EdgeCtl;
using EdgeService.Ledger;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Client;

/// <summary>Copies of the ledger, asked for on the command line.</summary>
public sealed class LedgerBackupCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_is_a_whole_ledger_under_the_name_that_was_asked_for_and_none_is_written_over()
    {
        // A fresh one is there, so that none is made unasked in between: one at a time is made.
        File.WriteAllText(_folder.At($"ledger-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.db"), "");
        await using var host = await EdgeHost.StartAsync($"--Edge:Ledger:BackupFolder={_folder.Path}");
        await new Terminal(host, Terminal.Kiosk).BeginAsync(Terminal.Ask("demo-alice", "library.cardless", "book-1"));
        var made = await RunAsync(host, "--name", "before-upgrade.db", "--json");
        Assert.Equal((ExitCode.Done, "before-upgrade.db"), (made.ExitCode, (string)made.Json["fileName"]!));
        var file = _folder.At("before-upgrade.db");
        Assert.Equal(new FileInfo(file).Length, long.Parse((string)made.Json["byteCount"]!, System.Globalization.CultureInfo.InvariantCulture));
        await using (var copy = SqliteLedger.Open(new LedgerOptions { Path = file, FullCheckAtStart = true }, TimeProvider.System, NullLogger.Instance))
        {
            Assert.Single((await copy.ListGrantsAsync(new GrantFilter { Now = DateTimeOffset.UtcNow }, null, 10, default)).Grants);
        }

        Assert.Equal((ExitCode.NotSo, ExitCode.Usage), (await CodeAsync(host, "--name", "before-upgrade.db"), await CodeAsync(host, "--name", "../elsewhere.db")));
        var shown = await RunAsync(host);
        Assert.Matches("^ledger-[0-9]{8}T[0-9]{6}Z[^ ]*\\.db, [0-9][^ ]* bytes, finished ", shown.Output);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "ledger-*.db").Length);
    }

    [Fact]
    public async Task Service_without_a_folder_for_copies_says_what_to_set()
    {
        await using var host = await EdgeHost.StartAsync();
        var refused = await RunAsync(host, "--json");
        Assert.Equal(ExitCode.NotSo, refused.ExitCode);
        Assert.Contains("Edge:Ledger:BackupFolder", (string)refused.Json["error"]!["message"]!, StringComparison.Ordinal);
    }

    private static async Task<int> CodeAsync(EdgeHost host, params string[] arguments) => (await RunAsync(host, arguments)).ExitCode;

    private static Task<CommandRun> RunAsync(EdgeHost host, params string[] arguments) =>
        CommandRun.OfAsync(host.Home, ["ledger", "backup", .. arguments, "--home", host.Home, "--address", host.Doors.Tls.ToString()]);
}

using System.Diagnostics;
using EdgeService.Ledger;
using EdgeService.Start;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Ledger;

/// <summary>The start of the whole service on a ledger that is as it should be, or is not. Nothing of a fault is left out, and the process says so to its caller.</summary>
public sealed class LedgerStartTests : IDisposable
{
    private const string Section = "Edge:Ledger:Postgres";
    private readonly TemporaryFolder _home = new();
    private int _starts;

    public LedgerStartTests() => MadeHome.CopyTo(_home);

    private string LedgerFile => _home.At("ledger", "ledger.db");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Missing_file_is_made_and_an_unusable_one_is_named_with_what_to_do()
    {
        Assert.Empty(await FaultsOfAsync());
        Assert.True(File.Exists(LedgerFile));

        await RunAsync("PRAGMA user_version = 99");
        await ExpectAsync("a newer version of the service wrote it. Start that version.");
        await RunAsync($"PRAGMA user_version = {SchemaScripts.Of("Sqlite").Count}; PRAGMA application_id = 7");
        await ExpectAsync("the file is damaged, or no ledger. Bring back a backup.");
        await File.WriteAllBytesAsync(LedgerFile, [.. Enumerable.Repeat((byte)0xA5, 8192)]);
        await ExpectAsync("the file is damaged, or no ledger. Bring back a backup.");
        File.Delete(LedgerFile);
        await using (new FileStream(LedgerFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            await ExpectAsync("another process holds it. Stop that one, or give each edge a ledger of its own.");
        }

        Assert.DoesNotContain(await FaultsOfAsync(), IsOfLedger);
        await File.WriteAllTextAsync(_home.At("taken"), "a file where the folder should be");
        Assert.Contains(await FaultsOfAsync($"--Edge:Ledger:Path={_home.At("taken", "ledger.db")}"), fault => fault.Contains("it cannot be written.", StringComparison.Ordinal));
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Service_on_a_real_cluster_grants_and_says_where()
    {
        await using var cluster = await ClusterAsync();
        await using (var host = await EdgeHost.StartAsync(OnPostgres(cluster.Connection("ledger"))))
        {
            var desk = new Terminal(host, "cityhospital:east-wing:desk-1");
            await cluster.Primary.UntilAsync("it grants", async () => (await desk.BeginAsync(Terminal.Ask("demo-fay", "hospital.wheelchair"))).Outcome == GrantOutcome.Granted);
            var status = await new LedgerService.LedgerServiceClient(host.As("operator")).GetLedgerStatusAsync(new GetLedgerStatusRequest());
            Assert.Equal(("postgres", true, ""), (status.Store, status.Usable, status.Fault));
        }

        await cluster.Primary.RunAsync("INSERT INTO ledger.schema_version VALUES (99)", "ledger");
        await EndsAsync([$"{Section}: the ledger cannot be used: a newer version of the service wrote it. Start that version."], OnPostgres(cluster.Connection("ledger")));
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Password_that_is_wrong_is_said_without_the_password()
    {
        await using var cluster = await ClusterAsync();
        await cluster.Primary.RunAsync("SET password_encryption = 'scram-sha-256'; CREATE ROLE edge_ledger NOLOGIN; CREATE ROLE edge_pw LOGIN PASSWORD 'right-one' IN ROLE edge_ledger");
        var rules = Path.Combine(cluster.Primary.Folder, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, "host all edge_pw 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(rules));
        await cluster.Primary.RunAsync("SELECT pg_reload_conf()");
        var password = _home.At("password");
        await File.WriteAllTextAsync(password, "wrong-one\n");
        string[] settings = [.. OnPostgres(cluster.Connection("ledger", "edge_pw")), $"--{Section}:PasswordFile={password}"];

        var said = await EndsAsync([$"{Section}: the ledger cannot be used: the database server refuses this login, or its role lacks a privilege. Make it a member of edge_ledger."], settings);
        Assert.DoesNotContain("wrong-one", said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(password, "right-one\n");
        Assert.Empty(await FaultsOfAsync(settings));
    }

    [Fact]
    public async Task Settings_that_cannot_be_are_all_said_at_once_beside_what_else_is_wrong()
    {
        File.Delete(_home.At("catalog.json"));
        await File.WriteAllTextAsync(_home.At("catalog.json"), "no catalog");
        await EndsAsync(
            [$"{Section}:Connection: must name Host, Database and Username.", $"{Section}:PasswordFile: /nowhere/password does not exist.", _home.At("catalog.json")],
            ["--Edge:Ledger:Store=Postgres", $"--{Section}:Connection=Host=db", $"--{Section}:PasswordFile=/nowhere/password"]);
    }

    [Fact]
    public async Task Database_that_cannot_be_reached_is_no_fault_of_a_start_and_checks_go_on()
    {
        await using var host = await EdgeHost.StartAsync(OnPostgres("Host=127.0.0.1;Port=1;Database=ledger;Username=edge"));
        var dock = new Terminal(host, Terminal.Dock);
        Assert.Equal(Outcome.Eligible, (await dock.CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"))).Outcome);
        Assert.Equal(GrantOutcome.Provisional, (await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"))).Outcome);
        var status = await new LedgerService.LedgerServiceClient(host.As("operator")).GetLedgerStatusAsync(new GetLedgerStatusRequest());
        Assert.Equal((false, "the database server does not answer.", 1), (status.Usable, status.Fault, status.PendingNoteCount));
    }

    private static string[] OnPostgres(string connection) =>
        ["--Edge:Ledger:Store=Postgres", $"--{Section}:Connection={connection}", $"--{Section}:Owner=postgres", $"--{Section}:CommitSeconds=2"];

    private static async Task<PostgresCluster> ClusterAsync()
    {
        var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        return cluster;
    }

    /// <summary>What the start in this process says of the file.</summary>
    private async Task ExpectAsync(string what) =>
        Assert.Equal($"Edge:Ledger:Path: {LedgerFile} cannot be opened: {what}", Assert.Single(await FaultsOfAsync(), IsOfLedger));

    /// <summary>A start that was refused in this process may still hold other rooms' folders.</summary>
    private static bool IsOfLedger(string fault) => fault.StartsWith("Edge:Ledger:", StringComparison.Ordinal);

    /// <summary>Places that a start holds until its process ends, be it refused: another one each time.</summary>
    private string[] PlacesOfItsOwn() =>
        [$"--Edge:Snapshots:ChangesFolder={_home.At($"changes-{++_starts}")}", $"--Edge:Ledger:OutageJournal={_home.At($"outage-{_starts}.journal")}"];

    private async Task<IReadOnlyList<string>> FaultsOfAsync(params string[] settings)
    {
        try
        {
            await EdgeApp.Build([.. EdgeHost.SettingsOf(_home), .. PlacesOfItsOwn(), .. settings]).DisposeAsync();
            return [];
        }
        catch (StartFaultsException start)
        {
            return start.Faults;
        }
    }

    /// <summary>
    /// Starts the service as a process of its own, which says these faults and ends with the code for what must be provided. A database that is too
    /// slow to answer is no fault of a start, so that on a busy machine it is started again.
    /// </summary>
    private async Task<string> EndsAsync(string[] faults, string[] settings)
    {
        var (code, said) = (-1, "");
        for (var attempt = 0; attempt < 3 && code < 0; attempt++)
            (code, said) = await EndAsync([.. settings, .. PlacesOfItsOwn()]);
        Assert.Equal(EdgeService.Start.ExitCode.NotProvided, code);
        Assert.All(faults, fault => Assert.Contains("\n- " + fault, "\n" + said, StringComparison.Ordinal));
        return said;
    }

    /// <summary>How the process ends; -1 for one that goes on, which is ended.</summary>
    private async Task<(int Code, string Said)> EndAsync(string[] settings)
    {
        var how = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(EdgeApp).Assembly.Location, .. EdgeHost.SettingsOf(_home), .. settings])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(how)!;
        var (said, _) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await said);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return (-1, await said);
        }
    }

    private async Task RunAsync(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={LedgerFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }
}

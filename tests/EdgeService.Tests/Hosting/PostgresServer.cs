using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EdgeService.Tests.Hosting;

/// <summary>
/// One PostgreSQL server of a test's own: started, stopped, killed, stopped in its tracks, promoted. It listens on loopback alone and trusts
/// whoever asks. It ends with the process that started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly PostgresPrograms _programs;
    private readonly string _settings;
    private Process? _process;

    internal PostgresServer(PostgresPrograms programs, string folder, string settings)
    {
        (_programs, Folder, _settings) = (programs, folder, settings);
        Port = FreePort();
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <summary>The log, for a test that fails.</summary>
    public string LogFile => Folder + ".log";

    /// <summary>Whether its process is there, though perhaps stopped in its tracks.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>How a client reaches it. Not pooled, so that nothing outlives its use.</summary>
    public string ConnectionString(string database = "postgres", string user = PostgresPrograms.Superuser) =>
        $"Host=127.0.0.1;Port={Port};Username={user};Database={database};Pooling=False;Timeout=5;SSL Mode=Disable";

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = _programs.StartServer(Folder, LogFile, $"-c port={Port} -c unix_socket_directories={Path.GetDirectoryName(Folder)} {_settings}");
        await UntilAsync("it answers", async () => await AskAsync<int>("SELECT 1") == 1);
    }

    /// <summary>Asks it to stop: clients are cut off, everything is written.</summary>
    public async Task StopAsync()
    {
        if (IsRunning)
        {
            PostgresPrograms.Signal("INT", [Postmaster()]);
            await GoneAsync();
        }
    }

    /// <summary>kill -9 of all its processes at once.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            var all = Stop();
            PostgresPrograms.Signal("KILL", all);
            await GoneAsync();
            await UntilAsync("its processes are gone", () => Task.FromResult(!all.Any(id => Directory.Exists($"/proc/{id}"))));
        }
    }

    /// <summary>Stops all its processes in their tracks: connections stay open and nobody answers, as when the machine is cut off.</summary>
    public void Freeze() => Stop();

    /// <summary>Lets them run on after <see cref="Freeze"/>.</summary>
    public void Thaw() => PostgresPrograms.Signal("CONT", Processes());

    /// <summary>Makes a standby the primary, and waits until it takes writes.</summary>
    public async Task PromoteAsync()
    {
        await AskAsync<bool>("SELECT pg_promote(true, 60)");
        await UntilAsync("it takes writes", async () => !await AskAsync<bool>("SELECT pg_is_in_recovery()"));
    }

    /// <summary>Makes its data anew as a copy of another server, to follow it as a standby. Start it afterwards.</summary>
    public async Task FollowAsync(PostgresServer primary)
    {
        await KillAsync();
        PostgresPrograms.Remove(Folder);
        await _programs.RunAsync("pg_basebackup", $"-D {Folder} -R -X stream --checkpoint=fast --no-sync -h 127.0.0.1 -p {primary.Port} -U {PostgresPrograms.Superuser}");
    }

    /// <summary>Carries out a statement as the superuser.</summary>
    public async Task RunAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value as the superuser.</summary>
    public async Task<T> AskAsync<T>(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits, a minute at most, until something is so; a server that does not answer yet counts as not.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20))
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"PostgreSQL on port {Port}: waited in vain until {what}. Its log ends: {await LogAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> LogAsync() => File.Exists(LogFile) ? string.Join('\n', (await File.ReadAllLinesAsync(LogFile)).TakeLast(10)) : "(none)";

    private int Postmaster() =>
        int.Parse(File.ReadLines(Path.Combine(Folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The first process stops first, so that it starts no others while they are counted.</summary>
    private IReadOnlyList<int> Stop()
    {
        PostgresPrograms.Signal("STOP", [Postmaster()]);
        var all = Processes();
        PostgresPrograms.Signal("STOP", all);
        return all;
    }

    private IReadOnlyList<int> Processes() => PostgresPrograms.WithChildren(Postmaster());

    private async Task GoneAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token);
    }
}

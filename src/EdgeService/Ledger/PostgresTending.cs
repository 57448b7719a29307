using System.Diagnostics;
using EdgeService.Telemetry;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// What goes on beside the calls: follows the changes of all edges, finds the primary anew after a fault, holds it against what is asked
/// of it, and forgets old requests. Works on one connection of its own.
/// </summary>
internal sealed class PostgresTending(
    LedgerOptions options, PostgresOptions postgres, PostgresPrimary primary, PostgresHealth health, CountingView view, TimeProvider clock, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private readonly PostgresFeed _feed = new(view);
    private readonly int _slot = Random.Shared.Next(256);
    private PostgresSession? _session;
    private Task<CommitFate>? _probe;
    private long _lookedAt;
    private long _forgotAt;
    private long _forgotAskedAt;

    /// <summary>The member secret that the ledger must stand under; null takes whatever it is.</summary>
    public LedgerSecret? Secret { get; init; }

    /// <summary>Whether the view is as new as it must be.</summary>
    public bool IsFresh => Stopwatch.GetElapsedTime(Volatile.Read(ref _lookedAt)) < Fresh;

    /// <summary>
    /// Reaches the database for the first time and holds it against what is asked of it. One that cannot be reached is no fault of a start:
    /// checks go on without it. One that must not be used is.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It is reached and must not be used; the fault says why.</exception>
    public async Task BeginAsync()
    {
        try
        {
            await OnceAsync();
            log.LedgerOpen(primary.Server is { } server ? new NpgsqlConnectionStringBuilder(server).Host! : "");
        }
        catch (Exception fault) when (PostgresFault.IsStores(fault) || fault is LedgerUnavailableException)
        {
            await DropAsync();
            var unavailable = PostgresFault.Unavailable(fault);
            log.LedgerOutOfReach(unavailable);
            if (unavailable.Fault is not (LedgerFault.OutOfReach or LedgerFault.Overloaded or LedgerFault.ReadOnly))
            {
                throw unavailable;
            }
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await TryOnceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The ledger closes.
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    private async Task TryOnceAsync()
    {
        try
        {
            await OnceAsync();
        }
        catch (Exception fault)
        {
            await DropAsync();
            primary.Leave();
            health.Fail(PostgresFault.Unavailable(fault));
        }
    }

    private async Task OnceAsync()
    {
        if (_session is null)
        {
            _session = new PostgresSession(await primary.OpenAsync());
            await VerifyAsync(_session.Connection);
        }

        if (_probe is null)
        {
            await _feed.LookAsync(_session.Connection, clock.GetUtcNow());
            Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
            view.Sweep(clock.GetUtcNow());
            await ForgetAsync(_session.Connection);
            await ForgetAskedAsync(_session.Connection);
        }

        if (health.Fault != LedgerFault.None)
        {
            await ProbeAsync(_session);
        }
    }

    private async Task VerifyAsync(NpgsqlConnection connection)
    {
        if (postgres.Owner is not null && primary.Server is { } server)
        {
            await PostgresSchema.MigrateAsync(PostgresSettings.AsOwner(server, postgres), postgres.Schema);
        }

        await PostgresSchema.CheckAsync(connection);
        await using var command = new NpgsqlCommand("SELECT current_setting('synchronous_standby_names') <> '', current_setting('fsync') = 'on'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        if (!postgres.SingleNode && !reader.GetBoolean(0))
        {
            throw new LedgerUnavailableException(LedgerFault.NotReplicated);
        }

        await reader.CloseAsync();
        if (Secret is not null)
        {
            await PostgresSecret.SettleAsync(connection, Secret);
            primary.Secret = Secret;
        }
    }

    /// <summary>
    /// Commits something that means nothing. While that waits for a standby it goes on waiting, and meanwhile another server may turn out to
    /// have become the primary.
    /// </summary>
    private async Task ProbeAsync(PostgresSession session)
    {
        _probe ??= WriteAsync(session);
        if (await Task.WhenAny(_probe, Task.Delay(TimeSpan.FromSeconds(postgres.CommitSeconds))) != _probe)
        {
            health.Fail(new LedgerUnavailableException(LedgerFault.NotReplicated));
            var before = primary.Server;
            await primary.LookAroundAsync();
            if (primary.Server != before)
            {
                await DropAsync();
            }

            return;
        }

        var fate = await _probe;
        _probe = null;
        if (fate == CommitFate.Kept)
        {
            health.Recover();
        }
        else
        {
            throw new LedgerUnavailableException(LedgerFault.NotReplicated);
        }
    }

    private async Task<CommitFate> WriteAsync(PostgresSession session)
    {
        await using var command = new NpgsqlCommand("BEGIN; UPDATE probe SET times = times + 1 WHERE slot = " + _slot, session.Connection);
        await command.ExecuteNonQueryAsync();
        return await session.CommitAsync(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Forgets requests past their retention, some at a time.</summary>
    private async Task ForgetAsync(NpgsqlConnection connection)
    {
        if (_forgotAt != 0 && Stopwatch.GetElapsedTime(_forgotAt) < ForgetEvery)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            "DELETE FROM requests WHERE key IN (SELECT key FROM requests WHERE at < $1 ORDER BY at LIMIT 2000 FOR UPDATE SKIP LOCKED)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = (clock.GetUtcNow() - options.RequestRetention).ToUnixTimeMilliseconds() });
        if (await command.ExecuteNonQueryAsync() < 2000)
        {
            await using var places = new NpgsqlCommand("DELETE FROM revocations WHERE until <= $1", connection);
            places.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow().ToUnixTimeMilliseconds() });
            await places.ExecuteNonQueryAsync();
            _forgotAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Forgets which perks were asked about on days gone by, some at a time.</summary>
    private async Task ForgetAskedAsync(NpgsqlConnection connection)
    {
        if (_forgotAskedAt != 0 && Stopwatch.GetElapsedTime(_forgotAskedAt) < ForgetEvery)
        {
            return;
        }

        if (await PostgresAsked.ForgetAsync(connection, clock.GetUtcNow()))
        {
            _forgotAskedAt = Stopwatch.GetTimestamp();
        }
    }

    private async Task DropAsync()
    {
        var session = _session;
        (_session, _probe) = (null, null);
        if (session is not null)
        {
            await session.DisposeAsync();
        }
    }
}

using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// Finds the cluster's primary among its servers and opens connections to it. Of two that both call themselves primary the one of the newer
/// timeline is it, and one of an older timeline than was seen before is none: it was cut off and replaced.
/// </summary>
internal sealed class PostgresPrimary : IAsyncDisposable
{
    private const string WhoAreYou =
        "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint END";

    /// <summary>How long a primary that has answered waits for another, newer one to answer as well.</summary>
    private static readonly TimeSpan Others = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<string> _servers;
    private readonly NpgsqlDataSource[] _sources;
    private readonly SemaphoreSlim _finding = new(1);
    private volatile NpgsqlDataSource? _current;
    private long _timeline;

    public PostgresPrimary(IReadOnlyList<string> servers) => (_servers, _sources) = (servers, [.. servers.Select(SourceOf)]);

    /// <summary>
    /// The member secret that the ledger was found to stand under: each further connection is held against it, so that an edge which was cut off while
    /// others re-keyed writes nothing under keys that are no more. Null until it was looked at.
    /// </summary>
    public LedgerSecret? Secret { get; set; }

    /// <summary>The server's connection string, without password; null while none is known.</summary>
    public string? Server => _current is { } current ? _servers[Array.IndexOf(_sources, current)] : null;

    /// <summary>A connection to the primary.</summary>
    /// <exception cref="NpgsqlException">There is none, or it does not answer.</exception>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var source = _current ?? await FindAsync();
        try
        {
            return await source.OpenConnectionAsync();
        }
        catch
        {
            Leave(source);
            throw;
        }
    }

    /// <summary>Says that the primary in use has failed: the next connection looks for it anew.</summary>
    public void Leave() => Leave(_current);

    /// <summary>Looks whether another server has become primary; if so, turns to it.</summary>
    public async Task LookAroundAsync()
    {
        var before = _current;
        if (await BestAsync() is { } best && best != before)
        {
            Leave(before);
            _current = best;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    /// <summary>What every connection does first, and holds to until it ends.</summary>
    private NpgsqlDataSource SourceOf(string server)
    {
        var source = new NpgsqlDataSourceBuilder(server);
        source.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("the ledger opens its connections asynchronously"),
            async connection =>
            {
                await PostgresSecret.ShareAsync(connection);
                if (Secret is { } secret && await PostgresSecret.ReadAsync(connection) is { } ledgers)
                    secret.Require(ledgers);
            });
        return source.Build();
    }

    private void Leave(NpgsqlDataSource? source)
    {
        if (source is not null && Interlocked.CompareExchange(ref _current, null, source) == source)
        {
            source.Clear();
        }
    }

    private async Task<NpgsqlDataSource> FindAsync()
    {
        await _finding.WaitAsync();
        try
        {
            return _current ??= await BestAsync() ?? throw new NpgsqlException("no server of the cluster is its primary");
        }
        finally
        {
            _finding.Release();
        }
    }

    /// <summary>
    /// Asks all servers at once; once one says that it is the primary, the others have a moment more. A server that refuses the login is only
    /// of interest where none is the primary: a standby may not yet know of a new role.
    /// </summary>
    private async Task<NpgsqlDataSource?> BestAsync()
    {
        var asked = _sources.Select((source, place) => AskAsync(_servers[place], source)).ToList();
        var (best, refusal, moment) = (default(Answer), default(Answer), Task.Delay(Timeout.InfiniteTimeSpan));
        while (asked.Count > 0 && await Task.WhenAny([.. asked, moment]) is Task<Answer> answered)
        {
            asked.Remove(answered);
            var answer = await answered;
            refusal = answer.Refusal is null ? refusal : answer;
            if (answer.Timeline is { } timeline && timeline >= (best.Timeline ?? _timeline))
            {
                (best, moment) = (answer, Task.Delay(Others));
            }
        }

        _timeline = best.Timeline ?? _timeline;
        return best.Source ?? (refusal.Refusal is { } refused ? throw new LedgerUnavailableException(LedgerFault.Denied, refused) : null);
    }

    private static async Task<Answer> AskAsync(string server, NpgsqlDataSource source)
    {
        try
        {
            var alone = new NpgsqlConnectionStringBuilder(server) { Pooling = false, CommandTimeout = 2, MaxAutoPrepare = 0 }.ConnectionString;
            await using var connection = new NpgsqlConnection(alone);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(WhoAreYou, connection);
            return await command.ExecuteScalarAsync() is long timeline ? new Answer(source, timeline, null) : default;
        }
        catch (Exception fault) when (PostgresFault.IsStores(fault))
        {
            return PostgresFault.Of(fault) == LedgerFault.Denied ? new Answer(null, null, fault) : default;
        }
    }

    private readonly record struct Answer(NpgsqlDataSource? Source, long? Timeline, Exception? Refusal);
}

using System.Data.Common;
using EdgeService.Core.Registration;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>The register in PostgreSQL, shared by all edges: what one of them does the others see at their next look.</summary>
internal sealed class PostgresTerminalRegister(PostgresLedger ledger, PostgresOptions options, PostgresPrimary primary, PostgresHealth health) : ITerminalRegister
{
    /// <summary>How often a change is decided anew because another edge was faster.</summary>
    private const int MostAttempts = 8;

    public async Task<LedgerAnswer> ChangeAsync(RegisterCall call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!ledger.Health.Usable)
                    throw new LedgerUnavailableException(ledger.Health.Fault);
                return await TryAsync(call);
            }
            catch (Exception fault) when (PostgresFault.IsConflict(fault) && attempt < MostAttempts)
            {
                // Another edge was faster: on what it has left, the same may come out differently.
            }
            catch (Exception fault) when (PostgresFault.IsStores(fault))
            {
                primary.Leave();
                throw PostgresFault.IsConflict(fault) ? new LedgerUnavailableException(LedgerFault.Overloaded, fault) : PostgresFault.Unavailable(fault);
            }
        }
    }

    public Task<TerminalSheet?> ReadAsync(string terminal, CancellationToken cancellation) => ledger.AskAsync(
        async connection => (await SheetsAsync(connection, "SELECT $1::text AS urn", terminal)).SingleOrDefault(sheet => sheet.LastSeen is not null || sheet.Terminal.Version > 0),
        cancellation);

    public Task<IReadOnlyList<RegisterEvent>> ReadHistoryAsync(string terminal, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return ledger.AskAsync<IReadOnlyList<RegisterEvent>>(
            async connection => await PostgresReading.AllAsync(
                connection, $"SELECT {TerminalRows.Event} FROM terminal_events WHERE urn = $1 ORDER BY seq DESC LIMIT $2", TerminalRows.ReadEvent, terminal, (long)most),
            cancellation);
    }

    public Task<IReadOnlyList<TerminalSheet>> ListAsync(string prefix, string after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        const string page = """
            SELECT urn FROM (SELECT urn FROM terminals UNION SELECT urn FROM sights) AS known
            WHERE urn > $1 AND urn >= $2 AND urn < $3 ORDER BY urn LIMIT $4
            """;
        return ledger.AskAsync(connection => SheetsAsync(connection, page, after, prefix, TerminalRows.EndOf(prefix), (long)most), cancellation);
    }

    public Task<RegisterChanges> ReadChangesAsync(long after, DateTimeOffset now, CancellationToken cancellation) =>
        ledger.AskAsync(connection => ChangesAsync(connection, after, now), cancellation);

    public Task NoteSightsAsync(IReadOnlyCollection<TerminalSight> sights, CancellationToken cancellation) => ledger.AskAsync(
        async connection =>
        {
            var ordered = sights.OrderBy(sight => sight.Urn, StringComparer.Ordinal).ToList();
            await using var command = new NpgsqlCommand(
                "INSERT INTO sights SELECT * FROM unnest($1, $2) ON CONFLICT (urn) DO UPDATE SET seen = greatest(sights.seen, EXCLUDED.seen)", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = ordered.Select(sight => sight.Urn).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = ordered.Select(sight => sight.At.ToUnixTimeMilliseconds()).ToArray() });
            return await command.ExecuteNonQueryAsync();
        },
        cancellation);

    private async Task<LedgerAnswer> TryAsync(RegisterCall call)
    {
        await using var session = new PostgresSession(await primary.OpenAsync());
        LedgerAnswer answer;
        try
        {
            (answer, var changes) = await DecideAsync(session.Connection, call);
            if (!changes)
            {
                await session.RollbackAsync();
                return await session.TouchAsync(TimeSpan.FromSeconds(options.CommitSeconds)) ? answer : throw Lost();
            }
        }
        catch
        {
            await GiveUpAsync(session);
            throw;
        }

        if (await session.CommitAsync(TimeSpan.FromSeconds(options.CommitSeconds)) == CommitFate.Kept)
            return answer;
        throw Lost();
    }

    private LedgerUnavailableException Lost()
    {
        var lost = new LedgerUnavailableException(options.SingleNode ? LedgerFault.OutOfReach : LedgerFault.NotReplicated) { MayBeKept = true };
        primary.Leave();
        health.Fail(lost);
        return lost;
    }

    private static async Task GiveUpAsync(PostgresSession session)
    {
        try
        {
            await session.RollbackAsync();
        }
        catch (Exception fault) when (PostgresFault.IsStores(fault))
        {
            // The connection is gone, and the transaction with it.
        }
    }

    private async Task<(LedgerAnswer Answer, bool Changes)> DecideAsync(NpgsqlConnection connection, RegisterCall call)
    {
        var scene = await SceneAsync(connection, call);
        if (scene.First is var (digest, first))
            return (digest.AsSpan().SequenceEqual(call.Request.BodyDigest.Span) ? new LedgerAnswer.Kept(first, true) : new LedgerAnswer.Conflict(), false);
        if (!options.SingleNode && !scene.IsReplicated)
            throw new LedgerUnavailableException(LedgerFault.NotReplicated);
        var before = scene.Terminal ?? new RegisteredTerminal(call.Terminal);
        var verdict = call.Decide(before);
        await WriteAsync(connection, call, before, verdict);
        return (new LedgerAnswer.Kept(verdict.Reply, false), true);
    }

    /// <summary>Begins the transaction and reads what is decided on; the terminal's entry is held until the end.</summary>
    private static async Task<Scene> SceneAsync(NpgsqlConnection connection, RegisterCall call)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
        Add(batch, "SELECT current_setting('synchronous_standby_names') <> ''");
        Add(batch, "SELECT digest, reply FROM requests WHERE key = $1", LedgerKeys.Of(call.Request));
        Add(batch, $"SELECT {TerminalRows.Terminal} FROM terminals WHERE urn = $1 FOR UPDATE", call.Terminal);
        Add(batch, $"SELECT {TerminalRows.Certificate} FROM certificates WHERE urn = $1 AND {TerminalRows.AreSpokenOf("$2")}", call.Terminal, TerminalRows.SpokenOfSince(call.Now));
        await using var reader = await batch.ExecuteReaderAsync();
        var replicated = (await RowsAsync(reader, row => row.GetBoolean(0)))[0];
        var first = await NextAsync(reader, row => (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)));
        var terminal = await NextAsync(reader, TerminalRows.ReadTerminal);
        var joined = TerminalRows.Joined(terminal, await NextAsync(reader, TerminalRows.ReadCertificate));
        return new Scene(replicated, first.Count > 0 ? first[0] : null, joined.Length > 0 ? joined[0] : null);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, RegisterCall call, RegisteredTerminal before, RegisterVerdict verdict)
    {
        await using var batch = new NpgsqlBatch(connection);
        var next = verdict.Step.Next;
        if (verdict.Step.Event is { } done)
        {
            Add(
                batch,
                before.Version == 0
                    ? $"INSERT INTO terminals ({TerminalRows.Terminal}) VALUES ($1, $2, $3, $4)"
                    : "UPDATE terminals SET version = $2, state = $3, others = $4, tx = pg_current_xact_id() WHERE urn = $1",
                TerminalRows.Values(next));
            foreach (var certificate in next.Certificates.Except(before.Certificates))
            {
                Add(
                    batch,
                    $"INSERT INTO certificates ({TerminalRows.Certificate}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (urn, serial) DO UPDATE SET good_until = $6, revoked = $7",
                    TerminalRows.Values(next.Urn, certificate));
            }

            Add(batch, "INSERT INTO terminal_events (at, actor, act, serial, reason, urn) VALUES ($1, $2, $3, $4, $5, $6)", TerminalRows.Values(next.Urn, done));
        }

        Add(
            batch,
            "INSERT INTO requests (key, digest, at, reply) VALUES ($1, $2, $3, $4)",
            LedgerKeys.Of(call.Request),
            call.Request.BodyDigest.ToArray(),
            call.Now.ToUnixTimeMilliseconds(),
            verdict.Reply);
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// One snapshot: its oldest transaction still under way is where the next look begins, so that what that one changes is not missed.
    /// </summary>
    private static async Task<RegisterChanges> ChangesAsync(NpgsqlConnection connection, long after, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        Add(batch, "SELECT pg_snapshot_xmin(pg_current_snapshot())");
        Add(batch, $"SELECT {TerminalRows.Terminal} FROM terminals WHERE tx >= $1", unchecked((ulong)after));
        Add(
            batch,
            "SELECT c.urn, c.serial, c.digest, c.begins, c.ends, c.good_until, c.revoked FROM terminals t JOIN certificates c ON c.urn = t.urn WHERE t.tx >= $1 AND c.ends > $2",
            unchecked((ulong)after),
            TerminalRows.Milliseconds(now));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await using var reader = await batch.ExecuteReaderAsync();
        var next = (await RowsAsync(reader, row => row.GetFieldValue<ulong>(0)))[0];
        var terminals = await NextAsync(reader, TerminalRows.ReadTerminal);
        return new RegisterChanges(TerminalRows.Joined(terminals, await NextAsync(reader, TerminalRows.ReadCertificate)), unchecked((long)next));
    }

    /// <summary>Sheets of the terminals that a statement names, in their order.</summary>
    private static async Task<IReadOnlyList<TerminalSheet>> SheetsAsync(NpgsqlConnection connection, string named, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, $"SELECT n.urn, s.seen FROM ({named}) AS n LEFT JOIN sights s ON s.urn = n.urn ORDER BY n.urn", values);
        Add(batch, $"SELECT t.urn, t.version, t.state, t.others FROM ({named}) AS n JOIN terminals t ON t.urn = n.urn", values);
        Add(batch, $"SELECT c.urn, c.serial, c.digest, c.begins, c.ends, c.good_until, c.revoked FROM ({named}) AS n JOIN certificates c ON c.urn = n.urn", values);
        await using var reader = await batch.ExecuteReaderAsync();
        var seen = await RowsAsync(reader, row => (Urn: row.GetString(0), At: row.IsDBNull(1) ? (DateTimeOffset?)null : TerminalRows.Time(row.GetInt64(1))));
        var terminals = (await NextAsync(reader, TerminalRows.ReadTerminal)).ToDictionary(terminal => terminal.Urn);
        var certificates = await NextAsync(reader, TerminalRows.ReadCertificate);
        var joined = TerminalRows.Joined(seen.Select(one => terminals.GetValueOrDefault(one.Urn) ?? new RegisteredTerminal(one.Urn)), certificates);
        return [.. joined.Zip(seen, (terminal, one) => new TerminalSheet(terminal, one.At))];
    }

    private static void Add(NpgsqlBatch batch, string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(value is ulong xid ? new NpgsqlParameter { Value = xid, NpgsqlDbType = NpgsqlDbType.Xid8 } : new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static async Task<List<T>> NextAsync<T>(DbDataReader reader, Func<DbDataReader, T> read)
    {
        await reader.NextResultAsync();
        return await RowsAsync(reader, read);
    }

    private static async Task<List<T>> RowsAsync<T>(DbDataReader reader, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    private sealed record Scene(bool IsReplicated, (byte[] Digest, byte[] Reply)? First, RegisteredTerminal? Terminal);
}

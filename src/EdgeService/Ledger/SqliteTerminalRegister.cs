using EdgeService.Core.Registration;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>The register in the ledger's file. Nobody else writes it, so that a look that finds nothing new does not touch it.</summary>
internal sealed class SqliteTerminalRegister(SqliteLedger ledger) : ITerminalRegister
{
    private const long Unknown = -1;

    /// <summary>The number that the next event will have.</summary>
    private long _next = Unknown;

    public async Task<LedgerAnswer> ChangeAsync(RegisterCall call, CancellationToken cancellation)
    {
        var (answer, change) = await ledger.Ask((_, statements) => Change(statements, call), cancellation);
        if (change is { } number)
            Volatile.Write(ref _next, number + 1);
        return answer;
    }

    public Task<TerminalSheet?> ReadAsync(string terminal, CancellationToken cancellation) =>
        ledger.Ask((_, statements) => Sheet(statements.Connection, terminal), cancellation);

    public Task<IReadOnlyList<RegisterEvent>> ReadHistoryAsync(string terminal, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return ledger.Ask<IReadOnlyList<RegisterEvent>>(
            (_, statements) => Rows(
                statements.Connection,
                $"SELECT {TerminalRows.Event} FROM terminal_events WHERE urn = ?1 ORDER BY seq DESC LIMIT ?2",
                TerminalRows.ReadEvent,
                terminal,
                most),
            cancellation);
    }

    public Task<IReadOnlyList<TerminalSheet>> ListAsync(string prefix, string after, int most, CancellationToken cancellation)
    {
        LedgerPages.Bounded(most);
        return ledger.ReadAsync<IReadOnlyList<TerminalSheet>>(connection => List(connection, prefix, after, most), cancellation);
    }

    public Task<RegisterChanges> ReadChangesAsync(long after, DateTimeOffset now, CancellationToken cancellation) =>
        after == Volatile.Read(ref _next)
            ? Task.FromResult(new RegisterChanges([], after))
            : ReadOnAsync(after, now, cancellation);

    public Task NoteSightsAsync(IReadOnlyCollection<TerminalSight> sights, CancellationToken cancellation) =>
        ledger.Ask((_, statements) => Note(statements.Connection, sights), cancellation);

    private async Task<RegisterChanges> ReadOnAsync(long after, DateTimeOffset now, CancellationToken cancellation)
    {
        var changes = await ledger.Ask((_, statements) => Changes(statements.Connection, after, now), cancellation);
        Interlocked.CompareExchange(ref _next, changes.Next, Unknown);
        return changes;
    }

    private static (LedgerAnswer Answer, long? Change) Change(SqliteStatements statements, RegisterCall call)
    {
        var key = LedgerKeys.Of(call.Request);
        if (statements.FindRequest(key) is var (digest, first))
            return (digest.AsSpan().SequenceEqual(call.Request.BodyDigest.Span) ? new LedgerAnswer.Kept(first, true) : new LedgerAnswer.Conflict(), null);
        var before = Sheet(statements.Connection, call.Terminal, TerminalRows.SpokenOfSince(call.Now))?.Terminal ?? new RegisteredTerminal(call.Terminal);
        var verdict = call.Decide(before);
        var change = verdict.Step.Event is { } done ? Write(statements.Connection, before, verdict.Step.Next, done) : (long?)null;
        statements.PutRequest(key, call.Request.BodyDigest.Span, call.Now, verdict.Reply);
        return (new LedgerAnswer.Kept(verdict.Reply, false), change);
    }

    private static long Write(SqliteConnection connection, RegisteredTerminal before, RegisteredTerminal next, RegisterEvent done)
    {
        var change = Rows(
            connection,
            "INSERT INTO terminal_events (at, actor, act, serial, reason, urn) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING seq",
            row => row.GetInt64(0),
            TerminalRows.Values(next.Urn, done))[0];
        Run(
            connection,
            $"INSERT INTO terminals ({TerminalRows.Terminal}, change) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (urn) DO UPDATE SET version = ?2, state = ?3, others = ?4, change = ?5",
            [.. TerminalRows.Values(next), change]);
        foreach (var certificate in next.Certificates.Except(before.Certificates))
        {
            Run(
                connection,
                $"INSERT INTO certificates ({TerminalRows.Certificate}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (urn, serial) DO UPDATE SET good_until = ?6, revoked = ?7",
                TerminalRows.Values(next.Urn, certificate));
        }

        return change;
    }

    private static TerminalSheet? Sheet(SqliteConnection connection, string urn, long since = 0)
    {
        var terminal = Rows(connection, $"SELECT {TerminalRows.Terminal} FROM terminals WHERE urn = ?1", TerminalRows.ReadTerminal, urn);
        var certificates = Rows(connection, $"SELECT {TerminalRows.Certificate} FROM certificates WHERE urn = ?1 AND {TerminalRows.AreSpokenOf("?2")}", TerminalRows.ReadCertificate, urn, since);
        var seen = Rows(connection, "SELECT seen FROM sights WHERE urn = ?1", row => TerminalRows.Time(row.GetInt64(0)), urn);
        return terminal.Count + seen.Count == 0
            ? null
            : new TerminalSheet(TerminalRows.Joined([.. terminal, new RegisteredTerminal(urn)], certificates)[0], seen.Count > 0 ? seen[0] : null);
    }

    private static IReadOnlyList<TerminalSheet> List(SqliteConnection connection, string prefix, string after, int most) =>
    [
        .. Rows(
            connection,
            """
            SELECT urn FROM (SELECT urn FROM terminals UNION SELECT urn FROM sights)
            WHERE urn > ?1 AND urn >= ?2 AND urn < ?3 ORDER BY urn LIMIT ?4
            """,
            row => row.GetString(0),
            after,
            prefix,
            TerminalRows.EndOf(prefix),
            most).Select(urn => Sheet(connection, urn)!),
    ];

    private static RegisterChanges Changes(SqliteConnection connection, long after, DateTimeOffset now)
    {
        var terminals = Rows(connection, $"SELECT {TerminalRows.Terminal} FROM terminals WHERE change >= ?1", TerminalRows.ReadTerminal, after);
        var certificates = Rows(
            connection,
            $"SELECT {TerminalRows.Certificate} FROM certificates WHERE ends > ?2 AND urn IN (SELECT urn FROM terminals WHERE change >= ?1)",
            TerminalRows.ReadCertificate,
            after,
            TerminalRows.Milliseconds(now));
        var next = Rows(connection, "SELECT coalesce(max(seq), 0) + 1 FROM terminal_events", row => row.GetInt64(0))[0];
        return new RegisterChanges(TerminalRows.Joined(terminals, certificates), next);
    }

    private static bool Note(SqliteConnection connection, IReadOnlyCollection<TerminalSight> sights)
    {
        foreach (var sight in sights)
        {
            Run(
                connection,
                "INSERT INTO sights (urn, seen) VALUES (?1, ?2) ON CONFLICT (urn) DO UPDATE SET seen = max(seen, ?2)",
                sight.Urn,
                sight.At.ToUnixTimeMilliseconds());
        }

        return true;
    }

    private static void Run(SqliteConnection connection, string text, params object[] values)
    {
        using var command = Command(connection, text, values);
        command.ExecuteNonQuery();
    }

    private static List<T> Rows<T>(SqliteConnection connection, string text, Func<SqliteDataReader, T> read, params object[] values)
    {
        using var command = Command(connection, text, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var place = 0; place < values.Length; place++)
            command.Parameters.AddWithValue($"?{place + 1}", values[place]);
        return command;
    }
}

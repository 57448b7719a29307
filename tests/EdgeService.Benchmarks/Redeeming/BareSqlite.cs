using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeService.Benchmarks.Redeeming;

/// <summary>The store's statements on a connection with the store's settings and schema, prepared once, their values made beforehand, and nothing else.</summary>
internal sealed class BareSqlite : IDisposable
{
    private const long Never = long.MaxValue;
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _begin, _commit, _findRequest, _findMember, _addMember, _swapMember, _addEntry, _putGrant, _putRequest;

    /// <summary>Opens a file that a store has made and closed.</summary>
    public BareSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; "
                + "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;";
            command.ExecuteNonQuery();
        }

        _handle = _connection.Handle!;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _findRequest = Prepare("SELECT digest, reply FROM requests WHERE key = ?1");
        _findMember = Prepare("SELECT record FROM members WHERE member = ?1");
        _addMember = Prepare("INSERT OR IGNORE INTO members (member, version, counts_until, record) VALUES (?1, ?2, ?3, ?4)");
        _swapMember = Prepare("UPDATE members SET version = ?2, counts_until = ?3, record = ?4 WHERE member = ?1 AND version = ?5");
        _addEntry = Prepare("INSERT INTO entries (member, number, entry) VALUES (?1, ?2, ?3)");
        _putGrant = Prepare("""
            INSERT INTO grants (member, number, partner, venue, perk, state, opened, due, ends, ends_as, settled, units, second)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT (member, number) DO UPDATE SET state = ?6, opened = ?7, due = ?8, ends = ?9, ends_as = ?10, settled = ?11, second = ?13
            """);
        _putRequest = Prepare("INSERT INTO requests (key, digest, at, reply) VALUES (?1, ?2, ?3, ?4)");
    }

    /// <summary>Writes all rows, so many a commit; a second each.</summary>
    public double Run(IReadOnlyList<RedemptionRow> rows, int batch)
    {
        var started = Stopwatch.GetTimestamp();
        for (var at = 0; at < rows.Count; at += batch)
        {
            Step(_begin);
            for (var row = at; row < Math.Min(at + batch, rows.Count); row++)
            {
                Write(rows[row]);
            }

            Step(_commit);
        }

        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _findRequest, _findMember, _addMember, _swapMember, _addEntry, _putGrant, _putRequest })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Write(RedemptionRow row)
    {
        Run(_findRequest, row.Request);
        Run(_findMember, row.Member);
        Run(row.Version == 0 ? _addMember : _swapMember, row.Member, row.Version + 1, row.Grant.OpenedAt.ToUnixTimeMilliseconds(), row.Record, row.Version);
        Run(_addEntry, row.Member, row.Grant.Number, row.Entry);
        Run(
            _putGrant, row.Member, row.Grant.Number, row.Grant.Terms.PartnerId, row.Grant.Terms.VenueId, row.Grant.Terms.PerkId, (long)row.Grant.State,
            row.Grant.OpenedAt.ToUnixTimeMilliseconds(), Never, row.Grant.LapseAt!.Value.ToUnixTimeMilliseconds(), 6L, Never, 1L, Never);
        Run(_putRequest, row.Request, row.Digest, row.Grant.OpenedAt.ToUnixTimeMilliseconds(), row.Reply);
    }

    private sqlite3_stmt Prepare(string text)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_handle, text, out var statement), _handle);
        return statement;
    }

    private void Run(sqlite3_stmt statement, params ReadOnlySpan<Bound> values)
    {
        for (var place = 0; place < Math.Min(values.Length, raw.sqlite3_bind_parameter_count(statement)); place++)
        {
            var value = values[place];
            _ = value.Bytes is { } bytes ? raw.sqlite3_bind_blob(statement, place + 1, bytes)
                : value.Text is { } text ? raw.sqlite3_bind_text(statement, place + 1, text)
                : raw.sqlite3_bind_int64(statement, place + 1, value.Number);
        }

        Step(statement);
    }

    private void Step(sqlite3_stmt statement)
    {
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            // Rows found are read by nobody here.
        }

        SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(statement), _handle);
    }

    /// <summary>One of the three kinds of value, boxed nowhere.</summary>
    private readonly record struct Bound(long Number, byte[]? Bytes, string? Text)
    {
        public static implicit operator Bound(long number) => new(number, null, null);

        public static implicit operator Bound(byte[] bytes) => new(0, bytes, null);

        public static implicit operator Bound(string text) => new(0, null, text);
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>The embedded ledger, while no edge has it open.</summary>
internal sealed class SqliteRekeyingStore : RekeyingStore
{
    private readonly FileStream _hold;
    private readonly SqliteConnection _connection;

    /// <exception cref="LedgerUnavailableException">An edge has it open, or it cannot be used.</exception>
    public SqliteRekeyingStore(LedgerOptions options)
    {
        if (!File.Exists(options.Path))
            throw new LedgerUnavailableException(LedgerFault.Disk) { Detail = "there is no such file, so there is nothing to re-key." };
        _hold = SqliteHold.Take(options.Path);
        try
        {
            _connection = SqliteFile.Open(options);
        }
        catch
        {
            _hold.Dispose();
            throw;
        }
    }

    public override DbConnection Connection => _connection;

    public override LedgerSecret? Secret => SqliteSecret.Read(_connection);

    public override void Begin()
    {
        // Pages that are let go of are overwritten, so that no old key is left in the file; and what is temporary may be larger than memory.
        Run("PRAGMA secure_delete = ON; PRAGMA temp_store = FILE;");
        Run("BEGIN IMMEDIATE; INSERT INTO rekeying VALUES (0);");
    }

    public override long Load(IEnumerable<RekeyedMember> members)
    {
        using var insert = new SqliteStatement(_connection, "INSERT OR IGNORE INTO incoming (before_key, after_key, tag_key, tag_check, sealed) VALUES (?1, ?2, ?3, ?4, ?5)");
        var given = 0L;
        foreach (var member in members)
        {
            insert.Bind(1, LedgerKeys.Number(member.Before)).Bind(2, LedgerKeys.Number(member.After)).Bind(3, LedgerKeys.Number(member.Tag.Key))
                .Bind(4, unchecked((long)member.Tag.Check)).Bind(5, FormerKeyRows.Write(member.Former)).Execute();
            given++;
        }

        return given;
    }

    public override void Commit()
    {
        Run("DELETE FROM rekeying; COMMIT;");
        Run("PRAGMA wal_checkpoint(TRUNCATE);");
    }

    /// <summary>What was not committed is undone.</summary>
    public override void Dispose()
    {
        _connection.Dispose();
        _hold.Dispose();
    }
}

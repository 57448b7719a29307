using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Opens the ledger's file: checks it, brings its schema up to date. Faults are <see cref="LedgerUnavailableException"/>.</summary>
internal static class SqliteFile
{
    /// <summary>Marks the file as a ledger of this service, so that no other database is migrated by mistake.</summary>
    private const int ApplicationId = 0x50454C47;

    /// <summary>The schema from which on grants stand in a table of their own.</summary>
    private const int ListsGrants = 2;

    public static SqliteConnection Open(LedgerOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Pooling = false,
            DefaultTimeout = 2,
        }.ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection, options);
            return connection;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw SqliteFault.Unavailable(fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file a second time, to read it beside the writer.</summary>
    public static SqliteConnection OpenToRead(LedgerOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 2,
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA busy_timeout = 2000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the file, for this user alone, unless it is there: opening and closing one that this process has open already would
    /// drop its locks.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be made.</exception>
    public static void MakePrivate(LedgerOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!OperatingSystem.IsWindows() && !File.Exists(path))
            {
                var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using var made = File.Open(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = mode });
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(LedgerFault.ReadOnly, fault);
        }
    }

    private static void Prepare(SqliteConnection connection, LedgerOptions options)
    {
        // Writing at once finds out whether somebody else is at it; that it stays ours is the hold's to see to.
        var synchronous = options.WaitsForDisk ? "FULL" : "OFF";
        Execute(connection, $"PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};");
        Execute(connection, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;");
        Execute(connection, "BEGIN IMMEDIATE; COMMIT;");
        var check = Ask(connection, options.FullCheckAtStart ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
        if (check is not "ok")
        {
            throw new LedgerUnavailableException(LedgerFault.Corrupt);
        }

        Migrate(connection);

        // What a killed process had written but not synced reads as committed: the checkpoint syncs it before anything is answered from it.
        Execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        if (options.MostPages is { } pages)
        {
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        var scripts = SchemaScripts.Of("Sqlite");
        var version = AskNumber(connection, "PRAGMA user_version");
        if (version > 0 && AskNumber(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new LedgerUnavailableException(LedgerFault.Corrupt);
        }

        if (version > scripts.Count)
        {
            throw new LedgerUnavailableException(LedgerFault.NewerSchema);
        }

        if (version == scripts.Count)
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        for (var next = version; next < scripts.Count; next++)
        {
            Execute(connection, scripts[(int)next]);
        }

        if (version < ListsGrants)
        {
            // Last, for it uses statements on every table.
            SqliteMigration.FillGrants(connection);
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {scripts.Count}; PRAGMA application_id = {ApplicationId}"));
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static object? Ask(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    private static long AskNumber(SqliteConnection connection, string text) =>
        Convert.ToInt64(Ask(connection, text), CultureInfo.InvariantCulture);
}

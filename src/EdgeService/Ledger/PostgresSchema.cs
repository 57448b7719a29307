using System.Globalization;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>The schema in the database: made and brought forward by its owner, looked at by everybody else.</summary>
internal static class PostgresSchema
{
    /// <summary>Held while the schema is changed, so that edges that start together do it one after the other.</summary>
    private const long Key = 0x50454C47;

    private static readonly IReadOnlyList<string> Scripts = SchemaScripts.Of("Postgres");

    /// <summary>Makes the schema or brings it forward, each step in a transaction of its own.</summary>
    public static async Task MigrateAsync(string owner, string schema)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({Key})"));
        await RunAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path = {schema}, pg_temp; SET synchronous_commit = on");
        await RunAsync(connection, "CREATE TABLE IF NOT EXISTS schema_version (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())");
        var version = await VersionAsync(connection);
        if (version > Scripts.Count)
        {
            throw new LedgerUnavailableException(LedgerFault.NewerSchema);
        }

        for (var next = version; next < Scripts.Count; next++)
        {
            await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN; {Scripts[next]}; INSERT INTO schema_version VALUES ({next + 1}); COMMIT"));
        }

        await RunAsync(connection, $"GRANT USAGE ON SCHEMA {schema} TO edge_ledger; GRANT SELECT ON schema_version TO edge_ledger");
    }

    /// <summary>Holds the schema against this version of the service.</summary>
    /// <exception cref="LedgerUnavailableException">It is missing, older or newer.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        var version = await VersionAsync(connection);
        if (version != Scripts.Count)
        {
            throw new LedgerUnavailableException(version > Scripts.Count ? LedgerFault.NewerSchema : LedgerFault.NoSchema);
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM schema_version", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}

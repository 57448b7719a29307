using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>Statements whose parameters are arrays, one element a row.</summary>
internal static class PostgresBatching
{
    /// <summary>Adds a statement whose parameters are arrays of these types.</summary>
    public static void Ask(this NpgsqlBatch batch, string text, params ReadOnlySpan<(Array Values, NpgsqlDbType Type)> arrays)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var (values, type) in arrays)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        }

        batch.BatchCommands.Add(command);
    }
}

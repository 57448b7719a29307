using EdgeService.Core.Grants;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>What a migration must read of the core's own encoding, and a script therefore cannot do.</summary>
internal static class SqliteMigration
{
    /// <summary>Puts every grant of the history, as last recorded, where lists find it.</summary>
    public static void FillGrants(SqliteConnection connection)
    {
        using var statements = new SqliteStatements(connection);
        using var last = new SqliteStatement(
            connection, "SELECT member, entry FROM entries WHERE seq IN (SELECT max(seq) FROM entries WHERE number > 0 GROUP BY member, number)");
        while (last.Step())
        {
            var grant = LedgerEncoding.ReadEntry(last.Bytes(1).ToArray()).Grant!;
            statements.PutGrant(LedgerKeys.Member(last.Long(0)), new GrantRow(grant));
        }
    }
}

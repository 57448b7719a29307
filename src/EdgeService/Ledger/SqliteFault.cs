using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeService.Ledger;

/// <summary>What SQLite's result codes mean to the ledger.</summary>
internal static class SqliteFault
{
    public static LedgerFault Of(SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => LedgerFault.HeldElsewhere,
        raw.SQLITE_FULL => LedgerFault.Full,
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH => LedgerFault.ReadOnly,
        raw.SQLITE_IOERR => LedgerFault.Disk,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => LedgerFault.Corrupt,
        _ => LedgerFault.Other,
    };

    public static LedgerUnavailableException Unavailable(SqliteException fault) => new(Of(fault), fault);
}

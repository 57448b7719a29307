using System.Net.Sockets;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>What PostgreSQL's errors mean to the ledger.</summary>
internal static class PostgresFault
{
    /// <summary>Whether an exception is PostgreSQL's or the way's to it, and not a fault of our own.</summary>
    public static bool IsStores(Exception fault) => fault is NpgsqlException or SocketException or TimeoutException or IOException or ObjectDisposedException;

    /// <summary>Whether somebody else was faster: the same again decides anew and may succeed.</summary>
    public static bool IsConflict(Exception fault) => fault is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation
    };

    public static LedgerFault Of(Exception fault) => fault switch
    {
        _ when IsConflict(fault) => LedgerFault.Overloaded,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => LedgerFault.ReadOnly,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => LedgerFault.Full,
        PostgresException { SqlState: PostgresErrorCodes.IoError } => LedgerFault.Disk,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.OutOfMemory } => LedgerFault.Overloaded,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled } => LedgerFault.OutOfReach,
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => LedgerFault.Corrupt,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName } => LedgerFault.Denied,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction } => LedgerFault.NoSchema,
        PostgresException { SqlState: ['2', '8', ..] } => LedgerFault.Denied,
        PostgresException { SqlState: ['5', '7', ..] or ['0', '8', ..] } => LedgerFault.OutOfReach,
        PostgresException => LedgerFault.Other,
        FormatException => LedgerFault.Corrupt,
        _ => LedgerFault.OutOfReach,
    };

    public static LedgerUnavailableException Unavailable(Exception fault) => fault as LedgerUnavailableException ?? new(Of(fault), fault);
}

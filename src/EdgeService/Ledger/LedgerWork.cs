namespace EdgeService.Ledger;

/// <summary>One thing for the writer to do within a transaction. Its caller hears nothing before the transaction has come to its end.</summary>
internal abstract class LedgerWork
{
    /// <summary>Does it. What goes wrong with it alone is kept for its caller; what goes wrong with the store is thrown.</summary>
    public abstract void Run(SqliteAppend append, SqliteStatements statements);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that nothing came of it.</summary>
    public abstract void Fail(Exception fault);
}

internal sealed class LedgerWork<T>(Func<SqliteAppend, SqliteStatements, T> run) : LedgerWork
{
    private readonly TaskCompletionSource<T> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _fault;

    public Task<T> Task => _caller.Task;

    public override void Run(SqliteAppend append, SqliteStatements statements)
    {
        try
        {
            _result = run(append, statements);
        }
        catch (FormatException fault)
        {
            _fault = new LedgerUnavailableException(LedgerFault.Corrupt, fault);
        }
        catch (Exception fault) when (fault is not Microsoft.Data.Sqlite.SqliteException)
        {
            _fault = fault;
        }
    }

    public override void Answer()
    {
        if (_fault is null)
        {
            _caller.TrySetResult(_result!);
        }
        else
        {
            _caller.TrySetException(_fault);
        }
    }

    public override void Fail(Exception fault) => _caller.TrySetException(fault);
}

using Npgsql;

namespace EdgeService.Ledger;

/// <summary>One thing on its way through a transaction. Its caller hears nothing before the commit.</summary>
internal abstract class PostgresWork
{
    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that nothing, or nothing certain, came of it.</summary>
    public abstract void Fail(Exception fault);

    /// <summary>What it will be told of a fault that is its own.</summary>
    public abstract void WillFail(Exception fault);
}

/// <summary>One call, or one question for a request's first answer.</summary>
/// <param name="request">The request.</param>
/// <param name="call">The call; null only asks.</param>
internal sealed class PostgresRequest(LedgerRequest request, LedgerCall? call) : PostgresWork
{
    private readonly TaskCompletionSource<LedgerAnswer?> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LedgerAnswer? _answer;
    private Exception? _fault;

    public LedgerRequest Request => request;

    public LedgerCall? Call => call;

    public byte[] Key { get; } = LedgerKeys.Of(request);

    public Task<LedgerAnswer?> Task => _caller.Task;

    /// <summary>What it will be told if the transaction is kept. A later attempt sets it anew.</summary>
    public void Will(LedgerAnswer? answer) => (_answer, _fault) = (answer, null);

    public override void WillFail(Exception fault) => (_answer, _fault) = (null, fault);

    public override void Answer()
    {
        if (_fault is null)
        {
            _caller.TrySetResult(_answer);
        }
        else
        {
            _caller.TrySetException(_fault);
        }
    }

    public override void Fail(Exception fault) => _caller.TrySetException(fault);
}

/// <summary>
/// A question whose answer somebody acts on. It is asked within a transaction that commits something, be it of no meaning: a standby that has
/// this commit has all that the question saw, so that no failover takes the answer back.
/// </summary>
internal abstract class PostgresQuestion : PostgresWork
{
    public abstract Task AskAsync(NpgsqlConnection connection);
}

internal sealed class PostgresQuestion<T>(Func<NpgsqlConnection, Task<T>> ask) : PostgresQuestion
{
    private readonly TaskCompletionSource<T> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;
    private Exception? _fault;

    public Task<T> Task => _caller.Task;

    public override async Task AskAsync(NpgsqlConnection connection) => (_answer, _fault) = (await ask(connection), null);

    public override void WillFail(Exception fault) => _fault = fault;

    public override void Answer()
    {
        if (_fault is null)
        {
            _caller.TrySetResult(_answer!);
        }
        else
        {
            _caller.TrySetException(_fault);
        }
    }

    public override void Fail(Exception fault) => _caller.TrySetException(fault);
}

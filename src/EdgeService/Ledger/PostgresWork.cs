namespace EdgeService.Ledger;

/// <summary>One call, or one question for a request's first answer, on its way through a transaction. Its caller hears nothing before the commit.</summary>
/// <param name="request">The request.</param>
/// <param name="call">The call; null only asks.</param>
internal sealed class PostgresWork(LedgerRequest request, LedgerCall? call)
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

    /// <summary>What it will be told of a fault that is its own.</summary>
    public void WillFail(Exception fault) => (_answer, _fault) = (null, fault);

    /// <summary>Tells the caller, after the commit.</summary>
    public void Answer()
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

    /// <summary>Tells the caller that nothing, or nothing certain, came of it.</summary>
    public void Fail(Exception fault) => _caller.TrySetException(fault);
}

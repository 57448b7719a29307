using System.Reflection;
using EdgeService.Core.Grants;
using EdgeService.Ledger;

namespace EdgeService.Tests.Proof;

/// <summary>A ledger with a planted fault: now and then it answers what it would keep, and keeps nothing.</summary>
public class ForgetfulLedger : DispatchProxy
{
    private const int Forgets = 10;
    private ILedger _inner = null!;
    private int _changes;

    public static ILedger Around(ILedger inner)
    {
        var ledger = Create<ILedger, ForgetfulLedger>();
        ((ForgetfulLedger)(object)ledger)._inner = inner;
        return ledger;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [LedgerCall call, ..] ? AppendAsync(call) : targetMethod!.Invoke(_inner, args);

    private async Task<LedgerAnswer> AppendAsync(LedgerCall call)
    {
        var verdict = call.Decide(new LedgerScene(await _inner.ReadAsync(call.Member, CancellationToken.None)));
        return verdict.Next is not null && Interlocked.Increment(ref _changes) % Forgets == 0
            ? new LedgerAnswer.Kept(verdict.Reply, Repeated: false)
            : await _inner.AppendAsync(call, CancellationToken.None);
    }
}

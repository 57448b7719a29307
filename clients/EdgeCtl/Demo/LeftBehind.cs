using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>Takes back what an earlier run lent and, having crashed, never returned. The things of the demo have numbers of their own.</summary>
internal static class LeftBehind
{
    public static async Task TakeBackAsync(TerminalClient terminal, IEnumerable<string> itemRefs, CancellationToken cancellation)
    {
        foreach (var itemRef in itemRefs)
        {
            await TakeBackAsync(terminal, itemRef, cancellation);
        }
    }

    private static async Task TakeBackAsync(TerminalClient terminal, string itemRef, CancellationToken cancellation)
    {
        try
        {
            var grant = await terminal.GetAsync(GrantTarget.Item(itemRef), cancellation);
            await EndAsync(terminal, grant, cancellation);
        }
        catch (EdgeFaultException nothing) when (nothing.Fault.Reason is ErrorReason.GrantUnknown or ErrorReason.StateConflict)
        {
            // Nothing is out, or it lapsed or came back by itself meanwhile.
        }
    }

    private static Task<Grant> EndAsync(TerminalClient terminal, Grant grant, CancellationToken cancellation) => grant.Custody == Custody.Opening
        ? terminal.CancelAsync(grant.GrantId, "left by an earlier demo", cancellation: cancellation)
        : terminal.ReturnAsync(GrantTarget.Grant(grant.GrantId), cancellation: cancellation);
}

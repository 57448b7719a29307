using EdgeSip2.Edge;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeSip2.Journals;

/// <summary>Finds out what became of loans that are not to be, and undoes them. They cost the member nothing.</summary>
internal static class CallingOff
{
    /// <summary>
    /// Calls off what waits: of one thing, or of all. Answers with the doubt that is left, if any: then that one waits on, and so does all after it
    /// where the edge cannot be reached.
    /// </summary>
    public static async Task<EdgeAnswer?> RunAsync(EdgeDesk edge, LoanIntents loans, string? item, CancellationToken cancellation)
    {
        EdgeAnswer? doubt = null;
        foreach (var intent in loans.Waiting(item).Where(loans.TryTake))
        {
            using var held = intent;
            var answer = await OneAsync(edge, intent, cancellation);
            if (!answer.LeavesDoubt)
                loans.Close(intent);
            else if (answer.Fault?.Status is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
                return answer;
            else
                doubt ??= answer;
        }

        return doubt;
    }

    /// <summary>A loan that is in the ledger: cancelled, or, where it is too late for that, returned at the time it was granted.</summary>
    public static async Task<EdgeAnswer> UndoAsync(EdgeDesk edge, Grant grant, CancellationToken cancellation)
    {
        var off = await edge.CallOffAsync(grant, cancellation);
        return off.Verdict == EdgeVerdict.NotNow ? await edge.TakeBackAsGrantedAsync(grant, cancellation) : off;
    }

    /// <summary>1. The same request again is answered as at first, or begins it now. 2. A provisional one: to what was it settled? 3. Undo it.</summary>
    private static async Task<EdgeAnswer> OneAsync(EdgeDesk edge, LoanIntent intent, CancellationToken cancellation)
    {
        var answer = await edge.LendAsync(intent.Inquiry, intent.Id, cancellation); // 1
        if (answer is { IsYes: true, Grant: null })
            answer = await edge.SettledAsync(intent.Id, cancellation); // 2
        return answer is { IsYes: true, Grant: { } grant } ? await UndoAsync(edge, grant, cancellation) : answer; // 3
    }
}

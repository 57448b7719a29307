using EdgeService.Client;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeSip2.Edge;

/// <summary>What came of asking the edge.</summary>
internal enum EdgeVerdict
{
    /// <summary>Yes; a loan is in the ledger.</summary>
    Yes,

    /// <summary>No, by a decision; or the thing is still out.</summary>
    No,

    /// <summary>The code that was scanned is too old, was first shown elsewhere, or is none.</summary>
    CodeUnusable,

    /// <summary>There is no such loan.</summary>
    Unknown,

    /// <summary>The edge knows the loan, and its state does not allow it.</summary>
    NotNow,

    /// <summary>The edge cannot be reached, or cannot answer.</summary>
    OutOfReach,
}

/// <summary>An answer of the edge.</summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="Decision">The decision it rests on, where there is one.</param>
/// <param name="Grant">The loan, where there is one.</param>
/// <param name="ItemTaken">Whether the thing is still out under another loan.</param>
/// <param name="Fault">Why there was no answer, where there was none.</param>
internal sealed record EdgeAnswer(
    EdgeVerdict Verdict, Decision? Decision = null, Grant? Grant = null, bool ItemTaken = false, EdgeFault? Fault = null)
{
    public bool IsYes => Verdict == EdgeVerdict.Yes;

    /// <summary>
    /// Whether what was asked may have been done, or may yet be, although there is no answer. A refusal of what the request says leaves none;
    /// one of who is asking may follow an answer that was lost.
    /// </summary>
    public bool LeavesDoubt => Verdict == EdgeVerdict.OutOfReach && Fault?.Status is not
        (StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.Unimplemented);
}

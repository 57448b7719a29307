using EdgeService.Identity;
using Grpc.Core;

namespace EdgeService.Tests.Access;

/// <summary>One cell of the matrix: who calls what on what, and what the table says comes of it.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Method">What.</param>
/// <param name="On">On what, in words.</param>
/// <param name="Denial">The status and reason of the refusal; null where the table lets the call through.</param>
/// <param name="TargetAsync">Makes what the call names.</param>
internal sealed record Cell(string Caller, MethodName Method, string On, Denial? Denial, Func<Task<Target>> TargetAsync)
{
    /// <summary>Reasons of a call that came through to what it names, and found that nothing can be done about it as it is.</summary>
    private static readonly string[] Reached =
    [
        "", "STATE_CONFLICT", "REFERENCE_REUSED", "CONFLICT_UNKNOWN", "TERMINAL_UNKNOWN", "SNAPSHOT_REFUSED", "ROLLBACK_IMPOSSIBLE", "NOT_THIS_STORE",
        "NOT_ENROLLED", "DISPUTE_UNKNOWN", "CLAIM_UNKNOWN",
        "KEY_UNKNOWN", "STATUS_LIST_UNKNOWN",
    ];

    /// <summary>What is wrong with the answer; null when it is as the table says.</summary>
    public string? FaultOf(Answer answer)
    {
        var right = Denial is { } denial
            ? answer.Status == denial.Status && answer.Reason == denial.Reason
            : Reached.Contains(answer.Reason) && answer.Status is StatusCode.OK or StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.AlreadyExists;
        return right ? null : $"{Caller} {Method} on {On}: {answer} instead of {(Denial is null ? "being let through" : $"{Denial.Status} {Denial.Reason}")}";
    }
}

/// <summary>How a refusal looks to who is refused.</summary>
internal sealed record Denial(StatusCode Status, string Reason)
{
    public static readonly Denial Unknown = new(StatusCode.PermissionDenied, "IDENTITY_UNKNOWN");
    public static readonly Denial Method = new(StatusCode.PermissionDenied, "METHOD_NOT_ALLOWED");

    /// <summary>What a method answers whose caller does not reach the thing.</summary>
    public static Denial Of(MethodName method, CallerRole role, string thing) => thing switch
    {
        "perk" when method.Method is "VerifyToken" or "RedeemToken" => new(StatusCode.OK, "KEY_NOT_FOR_PERK"),
        "perk" when method.Method == "ListPerks" => new(StatusCode.OK, NotListed),
        "perk" => new(AnswersEach(method) ? StatusCode.OK : StatusCode.InvalidArgument, "PERK_NOT_OFFERED"),
        "audience" => new(StatusCode.InvalidArgument, "FIELD_INVALID"),
        "token" when role == CallerRole.MemberApp => new(StatusCode.PermissionDenied, "TOKEN_OF_ANOTHER"),
        "token" => new(StatusCode.OK, "WRONG_AUDIENCE"),
        "grant" when method.Method == "ListGrants" => new(StatusCode.OK, NotListed),
        "grant" or "item" => new(AnswersEach(method) ? StatusCode.OK : StatusCode.NotFound, "GRANT_UNKNOWN"),
        "receipt" => new(AnswersEach(method) ? StatusCode.OK : StatusCode.NotFound, "RECEIPT_UNMATCHED"),
        "decision" => new(StatusCode.NotFound, "DECISION_UNKNOWN"),
        _ => throw new InvalidOperationException($"{method}: nobody says how {thing} is refused"),
    };

    /// <summary>Said of what a list does not show.</summary>
    public const string NotListed = "NOT_LISTED";

    private static bool AnswersEach(MethodName method) => method.Method is "BatchCheckEligibility" or "StreamEligibility" or "ReportOfflineClaims";
}

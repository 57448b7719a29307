using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;
using Wire = Perks.Edge.V1;

namespace EdgeService.Faults;

/// <summary>The one place where faults become gRPC statuses, trailers and wire messages.</summary>
public static partial class FaultMapping
{
    public const string ReasonTrailer = "perks-error-reason";
    public const string FieldsTrailer = "perks-error-fields-bin";
    public const string RetryDelayTrailer = "perks-retry-delay-ms";

    public static Status StatusOf(EdgeFault fault) => new(CodeOf(fault.Reason), fault.Message);

    public static Metadata TrailersOf(EdgeFault fault)
    {
        var trailers = new Metadata
        {
            { ReasonTrailer, NameOf(fault.Reason) },
            { FieldsTrailer, ToWire(fault).ToByteArray() },
        };
        if (fault.RetryAfter is { } delay)
            trailers.Add(RetryDelayTrailer, ((long)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        return trailers;
    }

    public static Wire.Fault ToWire(EdgeFault fault) => new()
    {
        Reason = (Wire.ErrorReason)fault.Reason,
        Message = fault.Message,
        Fields = { fault.Fields.Select(field => new Wire.FieldFault { Field = field.Field, Message = field.Message }) },
    };

    /// <summary>The name of the enum value without its prefix, such as <c>FIELD_INVALID</c>.</summary>
    public static string NameOf(FaultReason reason) => WordStart().Replace(reason.ToString(), "_").ToUpperInvariant();

    public static StatusCode CodeOf(FaultReason reason) => reason switch
    {
        FaultReason.FieldInvalid or FaultReason.PerkNotOffered or FaultReason.ReceiptInvalid or FaultReason.CursorInvalid => StatusCode.InvalidArgument,
        FaultReason.IdentityMissing => StatusCode.Unauthenticated,
        FaultReason.IdentityUnknown or FaultReason.MethodNotAllowed or FaultReason.TokenOfAnother => StatusCode.PermissionDenied,
        FaultReason.IdentitySuspended or FaultReason.IdentityRevoked => StatusCode.PermissionDenied,
        FaultReason.TerminalRevoked or FaultReason.IssuingUnavailable => StatusCode.FailedPrecondition,
        FaultReason.IdentityUnverifiable => StatusCode.Unavailable,
        FaultReason.TerminalUnknown => StatusCode.NotFound,
        FaultReason.AppCodeExpired or FaultReason.AppCodeUsedElsewhere => StatusCode.FailedPrecondition,
        FaultReason.StateConflict or FaultReason.TooLate or FaultReason.BasisTooOld or FaultReason.NotThisStore => StatusCode.FailedPrecondition,
        FaultReason.ChangeGap or FaultReason.SnapshotRefused or FaultReason.UploadOffset or FaultReason.RollbackImpossible => StatusCode.FailedPrecondition,
        FaultReason.KeyStage or FaultReason.KeyNotStored => StatusCode.FailedPrecondition,
        FaultReason.ConsentTextChanged or FaultReason.NotEnrolled or FaultReason.DisputeDecided => StatusCode.FailedPrecondition,
        FaultReason.ConsentUnknown or FaultReason.DisputeUnknown or FaultReason.ListingUnknown => StatusCode.NotFound,
        FaultReason.DisputeOpen => StatusCode.AlreadyExists,
        FaultReason.TooManyDisputes => StatusCode.ResourceExhausted,
        FaultReason.RequestIdReused or FaultReason.ReferenceReused or FaultReason.ChangeConflict => StatusCode.AlreadyExists,
        FaultReason.GrantUnknown or FaultReason.DecisionUnknown => StatusCode.NotFound,
        FaultReason.ReceiptUnmatched or FaultReason.ConflictUnknown or FaultReason.KeyUnknown or FaultReason.StatusListUnknown => StatusCode.NotFound,
        FaultReason.ClaimUnknown => StatusCode.NotFound,
        FaultReason.NotReady or FaultReason.LedgerUnavailable or FaultReason.ProvisionalSpent or FaultReason.AuditUnavailable => StatusCode.Unavailable,
        FaultReason.Overloaded or FaultReason.StorageFull or FaultReason.PerkBudgetSpent or FaultReason.CallerLimit => StatusCode.ResourceExhausted,
        FaultReason.ClaimsWaiting => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };

    /// <summary>Whether the same again may be answered later, without anything about it being corrected.</summary>
    public static bool MayPass(FaultReason reason) =>
        CodeOf(reason) is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Internal;

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}

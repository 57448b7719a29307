using System.Security.Authentication;
using System.Security.Cryptography;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Building.Files;
using EdgeService.Building.Journals;
using EdgeService.Client;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeCtl;

/// <summary>Reads a failure out of an exception.</summary>
internal static class FailureReading
{
    private const string OtherHome = "Use the home of that very service, --home FOLDER, or another --address.";

    public static Failure Of(Exception exception, Uri address) => exception switch
    {
        UsageException usage => new(ExitCode.Usage, "USAGE", usage.Message, "", []),
        SetupException setup => new(ExitCode.Failed, "SETUP", setup.Message, setup.Advice, []),
        EdgeConnectionException connection => new(ExitCode.Failed, "SETUP", connection.Message, "", []),
        EdgeFaultException { InnerException: RpcException { Status.DebugException.InnerException: AuthenticationException } } distrust =>
            new(ExitCode.Failed, "TLS", $"No trust between this home and the service at {address}: {distrust.Fault.Message}", OtherHome, []),
        EdgeFaultException fault => Of(fault.Fault, address),
        OperationCanceledException => new(ExitCode.Failed, "CANCELLED", "Stopped.", "", []),
        DiskFullException full => new(ExitCode.Failed, "DISK_FULL", full.Message, "Free some room, or name other folders.", []),
        JournalDamagedException or InvalidDataException => new(ExitCode.Failed, "INPUT", exception.Message, "", []),
        IOException or UnauthorizedAccessException => new(ExitCode.Failed, "FILE", exception.Message, "", []),
        CryptographicException => new(ExitCode.Usage, "KEY", exception.Message, "Name a P-256 key in PEM.", []),
        _ => new(ExitCode.Failed, "INTERNAL", exception.ToString(), "This is a fault of the program itself: please report it.", []),
    };

    private static Failure Of(EdgeFault fault, Uri address)
    {
        if (fault is { Reason: ErrorReason.Unspecified, Status: StatusCode.Unavailable })
        {
            return new(
                ExitCode.Failed,
                "UNREACHABLE",
                $"No service answers at {address}: {fault.Message}",
                $"Start it: {EdgeHome.StartCommand}; or say where it is: --address URL",
                [])
            { AnswerLost = true };
        }

        var reason = fault.Reason == ErrorReason.Unspecified ? Names.Of(fault.Status) : Names.Of(fault.Reason);
        return new(ExitOf(fault), reason, fault.Message, fault.Advice, fault.Fields) { AnswerLost = MayHaveTakenEffect(fault.Status) };
    }

    /// <summary>Asking again changes nothing where the service knows of no such thing, or its state does not allow it.</summary>
    private static int ExitOf(EdgeFault fault) => fault switch
    {
        { Reason: ErrorReason.AppCodeExpired or ErrorReason.AppCodeUsedElsewhere or ErrorReason.BasisTooOld } => ExitCode.Failed,
        { Reason: ErrorReason.ReceiptInvalid } => ExitCode.Refused,
        { Status: StatusCode.InvalidArgument } => ExitCode.Usage,
        { Reason: not ErrorReason.Unspecified, Status: StatusCode.NotFound or StatusCode.FailedPrecondition } => ExitCode.NotSo,
        _ => ExitCode.Failed,
    };

    private static bool MayHaveTakenEffect(StatusCode status) =>
        status is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;
}

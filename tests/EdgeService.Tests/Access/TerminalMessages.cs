using System.Security.Cryptography;
using EdgeService.Identity;
using EdgeService.Tests.Identity;
using Google.Protobuf;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Access;

/// <summary>Messages about certificates: of the terminal that calls, or of one that nobody knows, so that no other cell loses its own.</summary>
internal static class TerminalMessages
{
    private const string Ghost = "nobody:nowhere:ghost";

    public static IMessage Of(MethodName method) => method.Method switch
    {
        "RenewCertificate" => new RenewCertificateRequest { RequestId = RegisteredEdge.NewId(), CertificateSigningRequest = Request() },
        "EnrolTerminal" => new EnrolTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = Ghost, CertificateSigningRequest = Request() },
        "ListTerminals" => new ListTerminalsRequest(),
        "GetTerminal" => new GetTerminalRequest { Terminal = Ghost },
        "SuspendTerminal" => new SuspendTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = Ghost, Reason = "tried" },
        "ResumeTerminal" => new ResumeTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = Ghost, Reason = "tried" },
        "RevokeTerminal" => new RevokeTerminalRequest { RequestId = RegisteredEdge.NewId(), Terminal = Ghost, Reason = "tried" },
        "RevokeCertificate" => new RevokeCertificateRequest { RequestId = RegisteredEdge.NewId(), Terminal = Ghost, Serial = "4F3A", Reason = "tried" },
        _ => throw MatrixMessages.Unknown(method.ToString()),
    };

    private static string Request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RegisteredEdge.Request(key);
    }
}

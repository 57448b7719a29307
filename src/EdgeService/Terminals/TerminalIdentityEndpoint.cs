using EdgeService.Flow;
using EdgeService.Identity;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.TerminalIdentityService: reads, calls the flow, writes.</summary>
public sealed class TerminalIdentityEndpoint(TerminalFlow terminals) : TerminalIdentityService.TerminalIdentityServiceBase
{
    public override async Task<RenewCertificateResponse> RenewCertificate(RenewCertificateRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var key = SigningRequest.ReadKey(request.CertificateSigningRequest, out var fault);
        faults.Require(key is not null, "", "certificate_signing_request", fault);
        faults.ThrowIfAny();
        var reply = await terminals.RenewAsync(caller, CallerIdentity.CertificateOf(context), key!, requestId, Render, context.CancellationToken);
        return RenewCertificateResponse.Parser.ParseFrom(reply);

        static byte[] Render(IssuedCertificate issued, DateTimeOffset oldGoodUntil) => new RenewCertificateResponse
        {
            CertificatePem = issued.Pem,
            NotAfterTime = issued.Entry.NotAfter.ToTimestamp(),
            OldGoodUntilTime = oldGoodUntil.ToTimestamp(),
        }.ToByteArray();
    }
}

using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>How a terminal keeps its own certificate young. The connection shows the one that is to be renewed.</summary>
public sealed class TerminalIdentityClient(EdgeChannel channel)
{
    private readonly TerminalIdentityService.TerminalIdentityServiceClient _identity = new(channel.Invoker);

    /// <summary>A new certificate for a new key, whose owner has made the signing request.</summary>
    public Task<RenewCertificateResponse> RenewAsync(string signingRequest, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RenewCertificateRequest { RequestId = RequestId.OrNew(requestId), CertificateSigningRequest = signingRequest };
        return _identity.RenewCertificateAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }
}

using Perks.Admin.V1;

namespace EdgeService.Client;

/// <summary>What operators ask of the register of terminals. Safe for concurrent use.</summary>
public sealed class TerminalRegisterClient(EdgeChannel channel)
{
    private readonly TerminalService.TerminalServiceClient _terminals = new(channel.Invoker);

    /// <summary>A certificate for a terminal, which has made the signing request itself.</summary>
    public Task<EnrolTerminalResponse> EnrolAsync(string terminal, string signingRequest, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new EnrolTerminalRequest { RequestId = RequestId.OrNew(requestId), Terminal = terminal, CertificateSigningRequest = signingRequest };
        return _terminals.EnrolTerminalAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
    }

    /// <summary>One page of terminals.</summary>
    public Task<ListTerminalsResponse> ListAsync(ListTerminalsRequest request, CancellationToken cancellation = default) =>
        _terminals.ListTerminalsAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>A terminal with its certificates and what was done to it.</summary>
    public Task<GetTerminalResponse> GetAsync(string terminal, CancellationToken cancellation = default) =>
        _terminals.GetTerminalAsync(new GetTerminalRequest { Terminal = terminal }, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>No call until it is resumed.</summary>
    public async Task<TerminalRecord> SuspendAsync(string terminal, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new SuspendTerminalRequest { RequestId = RequestId.OrNew(requestId), Terminal = terminal, Reason = reason };
        return (await _terminals.SuspendTerminalAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Terminal;
    }

    /// <summary>Calls again.</summary>
    public async Task<TerminalRecord> ResumeAsync(string terminal, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ResumeTerminalRequest { RequestId = RequestId.OrNew(requestId), Terminal = terminal, Reason = reason };
        return (await _terminals.ResumeTerminalAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Terminal;
    }

    /// <summary>No call ever again.</summary>
    public async Task<TerminalRecord> RevokeAsync(string terminal, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RevokeTerminalRequest { RequestId = RequestId.OrNew(requestId), Terminal = terminal, Reason = reason };
        return (await _terminals.RevokeTerminalAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Terminal;
    }

    /// <summary>No call with this one certificate.</summary>
    public async Task<TerminalRecord> RevokeCertificateAsync(
        string terminal, string serial, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new RevokeCertificateRequest { RequestId = RequestId.OrNew(requestId), Terminal = terminal, Serial = serial, Reason = reason };
        return (await _terminals.RevokeCertificateAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Terminal;
    }
}

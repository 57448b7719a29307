using EdgeService.Audit;
using EdgeService.Core.Registration;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>perks.admin.v1.TerminalService: reads, calls the flow, writes.</summary>
public sealed class TerminalEndpoint(TerminalFlow terminals, TerminalListFlow lists) : TerminalService.TerminalServiceBase
{
    public override async Task<EnrolTerminalResponse> EnrolTerminal(EnrolTerminalRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var terminal = TerminalReading.Terminal(request.Terminal, ref faults);
        var key = TerminalReading.SigningKey(request.CertificateSigningRequest, ref faults);
        faults.ThrowIfAny();
        AuditSubject.Of(context.GetHttpContext())?.Say($"terminal:{terminal.Short}");
        var reply = await terminals.EnrolAsync(CallerIdentity.Of(context), terminal, key, requestId, Render, context.CancellationToken);
        return EnrolTerminalResponse.Parser.ParseFrom(reply);

        static byte[] Render(IssuedCertificate issued, TerminalView view) =>
            new EnrolTerminalResponse { CertificatePem = issued.Pem, Terminal = TerminalWriting.Write(view) }.ToByteArray();
    }

    public override async Task<ListTerminalsResponse> ListTerminals(ListTerminalsRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        var search = TerminalReading.Search(request, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var (page, next) = await lists.ListAsync(search, request.PageToken, most, context.CancellationToken);
            return new ListTerminalsResponse { NextPageToken = next, Terminals = { page.Select(TerminalWriting.Write) } };
        });
    }

    public override async Task<GetTerminalResponse> GetTerminal(GetTerminalRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var terminal = TerminalReading.Terminal(request.Terminal, ref faults);
        faults.ThrowIfAny();
        var (view, events) = await lists.GetAsync(terminal, context.CancellationToken);
        return new GetTerminalResponse { Terminal = TerminalWriting.Write(view), Events = { events.Select(TerminalWriting.Write) } };
    }

    public override async Task<SuspendTerminalResponse> SuspendTerminal(SuspendTerminalRequest request, ServerCallContext context)
    {
        var asked = new Asked(nameof(SuspendTerminal), request.RequestId, request.Terminal, request.Reason);
        var reply = await RunAsync(asked, context, (actor, reason) => new SuspendTerminal(actor, reason), view => new SuspendTerminalResponse { Terminal = view });
        return SuspendTerminalResponse.Parser.ParseFrom(reply);
    }

    public override async Task<ResumeTerminalResponse> ResumeTerminal(ResumeTerminalRequest request, ServerCallContext context)
    {
        var asked = new Asked(nameof(ResumeTerminal), request.RequestId, request.Terminal, request.Reason);
        var reply = await RunAsync(asked, context, (actor, reason) => new ResumeTerminal(actor, reason), view => new ResumeTerminalResponse { Terminal = view });
        return ResumeTerminalResponse.Parser.ParseFrom(reply);
    }

    public override async Task<RevokeTerminalResponse> RevokeTerminal(RevokeTerminalRequest request, ServerCallContext context)
    {
        var asked = new Asked(nameof(RevokeTerminal), request.RequestId, request.Terminal, request.Reason);
        var reply = await RunAsync(asked, context, (actor, reason) => new RevokeTerminal(actor, reason), view => new RevokeTerminalResponse { Terminal = view });
        return RevokeTerminalResponse.Parser.ParseFrom(reply);
    }

    public override async Task<RevokeCertificateResponse> RevokeCertificate(RevokeCertificateRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var serial = TerminalReading.Serial(request.Serial, ref faults);
        var asked = new Asked(nameof(RevokeCertificate), request.RequestId, request.Terminal, request.Reason) { Serial = serial, Faults = faults };
        var reply = await RunAsync(
            asked, context, (actor, reason) => new RevokeCertificate(actor, serial, reason), view => new RevokeCertificateResponse { Terminal = view });
        return RevokeCertificateResponse.Parser.ParseFrom(reply);
    }

    private Task<byte[]> RunAsync(
        Asked asked, ServerCallContext context, Func<string, string, RegisterCommand> commandOf, Func<TerminalRecord, IMessage> response)
    {
        var faults = asked.Faults;
        var id = FieldReading.RequestId(asked.RequestId, ref faults);
        var terminal = TerminalReading.Terminal(asked.Terminal, ref faults);
        var why = FieldReading.RequiredReason(asked.Reason, ref faults);
        faults.ThrowIfAny();
        AuditSubject.Of(context.GetHttpContext())?.Say($"terminal:{terminal.Short}{(asked.Serial.Length == 0 ? "" : $", certificate:{asked.Serial}")}");
        var caller = CallerIdentity.Of(context);
        var body = new RequestBody().Add(asked.Serial).Add(why);
        return terminals.RunAsync(
            asked.Method,
            caller,
            terminal,
            commandOf(caller.Urn, why),
            body,
            id,
            view => response(TerminalWriting.Write(view)).ToByteArray(),
            context.CancellationToken);
    }

    /// <summary>What requests that need a name and a reason have in common, as it came.</summary>
    private sealed record Asked(string Method, string RequestId, string Terminal, string Reason)
    {
        public string Serial { get; init; } = "";

        public FieldFaults Faults { get; init; }
    }
}

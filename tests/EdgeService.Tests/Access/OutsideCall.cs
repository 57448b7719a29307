using EdgeService.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Access;

/// <summary>How a call ended: its status, and the reason in the trailers or, where the reply has faults of its own, in the reply.</summary>
public sealed record Answer(StatusCode Status, string Reason, IMessage? Reply)
{
    public override string ToString() => $"{Status} {Reason}".TrimEnd();
}

/// <summary>Calls any served method by its name, as a client does that has nothing but the contracts.</summary>
public sealed class OutsideCall
{
    private static readonly Dictionary<string, ServiceDescriptor> Services = typeof(TokenService).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<ServiceDescriptor>().ToDictionary(service => service.FullName);

    private readonly Method<IMessage, IMessage> _method;

    public OutsideCall(MethodName name)
    {
        var descriptor = Services[name.Service].FindMethodByName(name.Method);
        var type = (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (true, false) => MethodType.ClientStreaming,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.DuplexStreaming,
        };
        _method = new Method<IMessage, IMessage>(
            type,
            name.Service,
            name.Method,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create(_ => throw new NotSupportedException(), bytes => descriptor.OutputType.Parser.ParseFrom(bytes)));
    }

    public async Task<Answer> MakeAsync(CallInvoker invoker, IMessage request)
    {
        try
        {
            var reply = await ReplyAsync(invoker, request);
            return new Answer(StatusCode.OK, ReasonIn(reply), reply);
        }
        catch (RpcException fault)
        {
            return new Answer(fault.StatusCode, fault.Trailers.GetValue("perks-error-reason") ?? "", null);
        }
    }

    private async Task<IMessage?> ReplyAsync(CallInvoker invoker, IMessage request)
    {
        var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(60));
        switch (_method.Type)
        {
            case MethodType.Unary:
                return await invoker.AsyncUnaryCall(_method, null, options, request);
            case MethodType.ServerStreaming:
                using (var call = invoker.AsyncServerStreamingCall(_method, null, options, request))
                    return await FirstAsync(call.ResponseStream, toTheEnd: !_method.Name.StartsWith("Watch", StringComparison.Ordinal));
            case MethodType.ClientStreaming:
                using (var call = invoker.AsyncClientStreamingCall(_method, null, options))
                {
                    await SendAsync(call.RequestStream, request);
                    return await call;
                }

            default:
                using (var call = invoker.AsyncDuplexStreamingCall(_method, null, options))
                {
                    await SendAsync(call.RequestStream, request);
                    return await FirstAsync(call.ResponseStream, toTheEnd: true);
                }
        }
    }

    private static async Task<IMessage?> FirstAsync(IAsyncStreamReader<IMessage> replies, bool toTheEnd)
    {
        IMessage? first = null;
        while (await replies.MoveNext(CancellationToken.None))
        {
            first ??= replies.Current;
            if (!toTheEnd)
                break;
        }

        return first;
    }

    /// <summary>A call that is refused while it is still being sent says so in its reply.</summary>
    private static async Task SendAsync(IClientStreamWriter<IMessage> requests, IMessage request)
    {
        try
        {
            await requests.WriteAsync(request);
            await requests.CompleteAsync();
        }
        catch (RpcException)
        {
            // The reply has the status.
        }
    }

    private static string ReasonIn(IMessage? reply) => reply switch
    {
        BatchCheckEligibilityResponse batch => NameOf(batch.Results[0].Fault),
        StreamEligibilityResponse stream => NameOf(stream.Result.Fault),
        VerifyTokenResponse { Verdict: not (TokenVerdict.Valid or TokenVerdict.AlreadyRedeemed or TokenVerdict.Revoked) } verified => NameOf(verified.Verdict),
        RedeemTokenResponse { Outcome: RedeemOutcome.InvalidToken } redeemed => NameOf(redeemed.Verdict),
        RevokeTokenResponse { Outcome: RevokeOutcome.InvalidToken } revoked => NameOf(revoked.Verdict),
        ReportOfflineClaimsResponse { Results: [{ Outcome: ClaimOutcome.InvalidToken } claim] } => NameOf(claim.Verdict),
        ReportOfflineClaimsResponse { Results: [{ Fault: { } fault }] } => NameOf(fault),
        _ => "",
    };

    private static string NameOf(Fault? fault) => fault is null ? "" : NameOf(fault.Reason);

    private static string NameOf<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}

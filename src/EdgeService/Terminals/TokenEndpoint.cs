using EdgeService.Audit;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Signing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;
using MemberRef = EdgeService.Flow.MemberRef;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.TokenService: reads, calls the flow, writes.</summary>
public sealed class TokenEndpoint(
    IssueFlow issue, VerifyFlow verify, RedeemFlow redeem, RevokeFlow revoke, CurrentVerificationKeys keys, StatusLists statuses, StatusWatch watch, Picturing pictures)
    : TokenService.TokenServiceBase
{
    public override async Task<IssueTokenResponse> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
        Picturing.Check(request.PictureFormat, ref faults);
        faults.ThrowIfAny();
        var reply = await issue.AtTerminalAsync(caller, requestId, question, request.Audience, issued => Write(issued).ToByteArray(), context.CancellationToken);
        return reply.Kept is { } kept ? IssueTokenResponse.Parser.ParseFrom(kept) : Write(reply.Fresh!);

        IssueTokenResponse Write(Issued issued) => new()
        {
            Decision = DecisionWriting.Write(issued.Decided),
            Token = issued.Token is { } token ? pictures.Write(token, request.PictureFormat) : null,
        };
    }

    public override async Task<VerifyTokenResponse> VerifyToken(VerifyTokenRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var text = FieldReading.TokenText(request.TokenText, ref faults);
        faults.ThrowIfAny();
        var verified = await verify.RunAsync(caller, text, context.CancellationToken);
        return new VerifyTokenResponse
        {
            Verdict = TokenWriting.Write(verified.Fault),
            Remedy = TokenWriting.RemedyOf(verified.Fault),
            Content = verified.Content is { } content ? TokenWriting.Write(content) : null,
            RedeemTime = verified.RedeemedAt?.ToTimestamp(),
        };
    }

    public override async Task<RedeemTokenResponse> RedeemToken(RedeemTokenRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var redemption = new RedeemRequest(
            FieldReading.RequestId(request.RequestId, ref faults),
            FieldReading.TokenText(request.TokenText, ref faults),
            FieldReading.Items(request.ItemRefs, "", ref faults),
            FieldReading.Attributes(request.Attributes, "", ref faults));
        faults.ThrowIfAny();
        var reply = await redeem.RunAsync(caller, redemption, made => RedemptionWriting.Write(made).ToByteArray(), context.CancellationToken);
        return RedeemTokenResponse.Parser.ParseFrom(reply);
    }

    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var requestId = FieldReading.RequestId(request.RequestId, ref faults);
        var text = FieldReading.TokenText(request.TokenText, ref faults);
        var inApp = caller.Role == CallerRole.MemberApp;
        MemberRef? member = inApp ? FieldReading.Member(request.MemberRef, "", ref faults) : null;
        faults.Require(inApp || request.MemberRef is null, "", "member_ref", "must be absent: only a member's app says whose token it is");
        faults.ThrowIfAny();
        if (AuditSubject.Of(context.GetHttpContext()) is { } subject && TokenVerification.TryReadUnverified(text, out _, out var claims))
            subject.Say($"token:{claims.Id.Value:x32}");
        var reply = await revoke.RunAsync(caller, requestId, text, member, made => RedemptionWriting.Write(made).ToByteArray(), context.CancellationToken);
        return RevokeTokenResponse.Parser.ParseFrom(reply);
    }

    public override Task<GetStatusListResponse> GetStatusList(GetStatusListRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        faults.Require(request.KeyId.Length == Core.Tokens.KeyId.Size, "", "key_id", $"required: the {Core.Tokens.KeyId.Size} bytes of a key's id");
        faults.ThrowIfAny();
        var list = statuses.Find(Core.Tokens.KeyId.Read(request.KeyId.Span)) ?? throw new EdgeFaultException(StatusWriting.Unknown);
        return Task.FromResult(new GetStatusListResponse { StatusList = StatusWriting.Write(list) });
    }

    public override Task WatchTokenStatus(
        WatchTokenStatusRequest request, IServerStreamWriter<WatchTokenStatusResponse> responseStream, ServerCallContext context) =>
        watch.RunAsync(request, responseStream, context);

    public override Task<ListVerificationKeysResponse> ListVerificationKeys(ListVerificationKeysRequest request, ServerCallContext context)
    {
        var list = keys.Keys;
        var response = new ListVerificationKeysResponse();
        response.Keys.Add(list.Keys.Select(TokenWriting.Write));
        response.CompromisedKeyIds.Add(list.Compromised.OrderBy(id => id.Value).Select(TokenWriting.Write));
        return Task.FromResult(response);
    }
}

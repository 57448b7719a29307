using EdgeService.Identity;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Admin = Perks.Admin.V1;
using AttributeValue = Perks.Edge.V1.AttributeValue;
using Member = Perks.Member.V1;
using Money = Perks.Edge.V1.Money;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Access;

/// <summary>A well-formed message for every method that is served, naming what it is told to. A method that is not here makes the matrix red.</summary>
public static class MatrixMessages
{
    private const string NoDispute = "DAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static long _sequence;

    public static IMessage Of(MethodName method, Target target) => method.Service switch
    {
        "perks.edge.v1.EligibilityService" => OfEligibility(method.Method, target),
        "perks.edge.v1.TokenService" => OfTokens(method.Method, target),
        "perks.edge.v1.GrantService" => OfGrants(method.Method, target) ?? OfMoney(method.Method, target),
        "perks.member.v1.MembershipService" => OfMember(method.Method, target),
        "perks.admin.v1.LedgerService" => OfLedger(method.Method, target),
        "perks.admin.v1.SnapshotService" => OfSnapshots(method.Method),
        "perks.edge.v1.TerminalIdentityService" or "perks.admin.v1.TerminalService" => TerminalMessages.Of(method),
        "perks.admin.v1.KeyService" => OfKeys(method.Method),
        "perks.admin.v1.DisputeService" => OfDisputes(method.Method),
        "grpc.health.v1.Health" => method.Method == "List" ? new HealthListRequest() : new HealthCheckRequest(),
        "grpc.reflection.v1.ServerReflection" => new Grpc.Reflection.V1.ServerReflectionRequest { ListServices = "" },
        "grpc.reflection.v1alpha.ServerReflection" => new Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" },
        _ => throw Unknown(method.ToString()),
    };

    private static IMessage OfEligibility(string method, Target target) => method switch
    {
        "CheckEligibility" => new CheckEligibilityRequest { Inquiry = Inquiry(target) },
        "BatchCheckEligibility" => new BatchCheckEligibilityRequest { Inquiries = { Inquiry(target) } },
        "StreamEligibility" => new StreamEligibilityRequest { CorrelationId = "one", Inquiry = Inquiry(target) },
        "ListPerks" => new ListPerksRequest(),
        _ => throw Unknown(method),
    };

    private static IMessage OfTokens(string method, Target target) => method switch
    {
        "IssueToken" => new IssueTokenRequest { RequestId = Terminal.NewId(), Inquiry = Inquiry(target), Audience = target.Audience },
        "VerifyToken" => new VerifyTokenRequest { TokenText = target.Token },
        "RedeemToken" => new RedeemTokenRequest { RequestId = Terminal.NewId(), TokenText = target.Token },
        "RevokeToken" => new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = target.Token, MemberRef = target.Partner == MatrixStage.App ? Terminal.Member(target.Member) : null },
        "ListVerificationKeys" => new ListVerificationKeysRequest(),
        "GetStatusList" => new GetStatusListRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        "WatchTokenStatus" => new WatchTokenStatusRequest(),
        _ => throw Unknown(method),
    };

    private static IMessage? OfGrants(string method, Target target) => method switch
    {
        "BeginGrant" => new BeginGrantRequest { RequestId = Terminal.NewId(), Inquiry = Inquiry(target) },
        "ConfirmHandover" => new ConfirmHandoverRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId },
        "GetGrant" when target.Item.Length > 0 => new Perks.Edge.V1.GetGrantRequest { ItemRef = target.Item },
        "GetGrant" => new Perks.Edge.V1.GetGrantRequest { GrantId = target.GrantId },
        "ReturnGrant" when target.Receipt.Length > 0 => new ReturnGrantRequest { RequestId = Terminal.NewId(), ReceiptText = target.Receipt },
        "ReturnGrant" when target.Item.Length > 0 => new ReturnGrantRequest { RequestId = Terminal.NewId(), ItemRef = target.Item },
        "ReturnGrant" => new ReturnGrantRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId },
        "CancelGrant" => new CancelGrantRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId },
        "ExtendGrant" => new ExtendGrantRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, DueTime = DateTimeOffset.UtcNow.AddDays(40).ToTimestamp() },
        "ReportLost" when target.Item.Length > 0 => new ReportLostRequest { RequestId = Terminal.NewId(), ItemRef = target.Item },
        "ReportLost" => new ReportLostRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId },
        "CloseGrant" => new CloseGrantRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId },
        "ReportOfflineClaims" => Claim(target),
        _ => null,
    };

    private static IMessage OfMoney(string method, Target target) => method switch
    {
        "AddCharge" => new AddChargeRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), ChargeRef = "charge" },
        "RecordPayment" => new RecordPaymentRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), PaymentRef = "payment" },
        "WaiveCharge" => new WaiveChargeRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), WaiverRef = "waiver" },
        "RecordRefund" => new RecordRefundRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), RefundRef = "refund" },
        "HoldAmount" => new HoldAmountRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), HoldRef = "hold" },
        "ReleaseAmount" => new ReleaseAmountRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Amount = Amount(), HoldRef = "hold", ReleaseRef = "release" },
        _ => throw Unknown(method),
    };

    private static IMessage OfMember(string method, Target target) => method switch
    {
        "IssueToken" => new Member.IssueTokenRequest
        {
            RequestId = Terminal.NewId(),
            MemberRef = Terminal.Member(target.Member),
            PerkId = target.Perk,
            Audience = target.Audience,
            Attributes = { Attributes(target.Perk) },
        },
        "ListPerks" => new Member.ListPerksRequest { MemberRef = Terminal.Member(target.Member), Audience = target.Audience },
        "ExplainDecision" => new Member.ExplainDecisionRequest { MemberRef = Terminal.Member(target.Member), DecisionId = ByteString.CopyFrom(target.Decision) },
        "SubmitReceipt" => new Member.SubmitReceiptRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member(target.Member), ReceiptText = target.Receipt },
        "DisputeGrant" => new Member.DisputeGrantRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member(target.Member), GrantId = target.GrantId, Reason = "not so" },
        "ListGrants" => new Member.ListGrantsRequest { MemberRef = Terminal.Member(target.Member) },
        _ => OfRights(method, target),
    };

    /// <summary>What would change the member, which other cells need as it is, is asked for one who is not enrolled.</summary>
    private static IMessage OfRights(string method, Target target) => method switch
    {
        "ListConsents" => new Member.ListConsentsRequest { MemberRef = Terminal.Member(target.Member) },
        "GiveConsent" => new Member.GiveConsentRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member("nobody"), Scope = Scope(), TextDigest = ByteString.CopyFrom(new byte[32]) },
        "WithdrawConsent" => new Member.WithdrawConsentRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member("nobody"), Scope = Scope() },
        "GetStanding" => new Member.GetStandingRequest { MemberRef = Terminal.Member(target.Member) },
        "ListAccesses" => new Member.ListAccessesRequest { MemberRef = Terminal.Member(target.Member) },
        "EraseMe" => new Member.EraseMeRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member("nobody"), Understood = true },
        "Contest" => new Member.ContestRequest { RequestId = Terminal.NewId(), MemberRef = Terminal.Member(target.Member), DecisionId = ByteString.CopyFrom(target.Decision), Statement = "not so" },
        "ListDisputes" => new Member.ListDisputesRequest { MemberRef = Terminal.Member(target.Member) },
        "GetDispute" => new Member.GetDisputeRequest { MemberRef = Terminal.Member(target.Member), DisputeId = NoDispute },
        _ => throw Unknown(method),
    };

    private static IMessage OfDisputes(string method) => method switch
    {
        "ListDisputes" => new Admin.ListDisputesRequest(),
        "GetDispute" => new Admin.GetDisputeRequest { DisputeId = NoDispute },
        "ResolveDispute" => new ResolveDisputeRequest { RequestId = Terminal.NewId(), DisputeId = NoDispute, Outcome = DisputeState.Rejected, Reason = "seen" },
        _ => throw Unknown(method),
    };

    private static Member.ConsentScope Scope() => new() { Scene = Scene.Mobility, PartnerId = "citybike" };

    private static IMessage OfLedger(string method, Target target) => method switch
    {
        "GetGrant" when target.Item.Length > 0 => new Admin.GetGrantRequest { Item = new PartnerItem { PartnerId = target.Partner, ItemRef = target.Item } },
        "GetGrant" => new Admin.GetGrantRequest { GrantId = target.GrantId },
        "ListGrants" => new ListGrantsRequest { MemberOfGrantId = target.GrantId },
        "ExportEntries" => new ExportEntriesRequest { PartnerId = target.Partner },
        "ListConflicts" => new ListConflictsRequest { PartnerId = target.Partner },
        "ResolveConflict" => new ResolveConflictRequest { RequestId = Terminal.NewId(), ConflictId = target.GrantId, Resolution = ConflictResolution.Stands, Reason = "seen" },
        "ListFaultyClaims" => new ListFaultyClaimsRequest { PartnerId = target.Partner },
        "ResolveFaultyClaim" => new ResolveFaultyClaimRequest { RequestId = Terminal.NewId(), ClaimId = target.GrantId, Resolution = FaultyClaimResolution.Recorded, Reason = "seen" },
        "DecideReview" => new DecideReviewRequest { RequestId = Terminal.NewId(), GrantId = target.GrantId, Reason = "seen" },
        "BackUp" => new BackUpRequest(),
        "GetLedgerStatus" => new GetLedgerStatusRequest(),
        _ => throw Unknown(method),
    };

    private static IMessage OfKeys(string method) => method switch
    {
        "ListKeys" => new ListKeysRequest(),
        "PrepareKey" => new PrepareKeyRequest(),
        "PublishKey" => new PublishKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        "UseKey" => new UseKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        "RetireKey" => new RetireKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        "RemoveKey" => new RemoveKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        "CompromiseKey" => new CompromiseKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) },
        _ => throw Unknown(method),
    };

    private static IMessage OfSnapshots(string method) => method switch
    {
        "GetBasis" => new GetBasisRequest(),
        "ListSnapshots" => new ListSnapshotsRequest(),
        "UploadSnapshot" => new UploadSnapshotRequest { Start = new UploadStart { Footer = ByteString.CopyFrom(new byte[160]), Revision = 7 } },
        "ApplyChanges" => new ApplyChangesRequest { AsOfTime = DateTimeOffset.UtcNow.ToTimestamp(), ValidateOnly = true },
        "RollBack" => new RollBackRequest { Revision = 4_000_000_000 },
        _ => throw Unknown(method),
    };

    public static Inquiry Inquiry(Target target)
    {
        var inquiry = Terminal.Ask(target.Member, target.Perk, target.Item.Length > 0 ? [target.Item] : []);
        inquiry.Attributes.Add(Attributes(target.Perk));
        return inquiry;
    }

    private static ReportOfflineClaimsRequest Claim(Target target)
    {
        var claim = new ReportOfflineClaimsRequest { Sequence = Interlocked.Increment(ref _sequence), RequestId = Terminal.NewId(), ClaimTime = DateTimeOffset.UtcNow.ToTimestamp() };
        if (target.Token.Length > 0)
            claim.Token = new AcceptedToken { TokenText = target.Token };
        else if (target.Receipt.Length > 0 || target.Perk.Length == 0)
            claim.Comeback = new OfflineReturn { ReceiptText = target.Receipt, ItemRef = target.Receipt.Length > 0 ? "" : target.Item };
        else
            claim.Lending = Inquiry(target);
        return claim;
    }

    private static Dictionary<string, AttributeValue> Attributes(string perk) => perk switch
    {
        "station.lounge" => new() { ["ticket_class"] = new() { Text = "first" }, ["ticket_digest"] = new() { Text = Guid.NewGuid().ToString("N") } },
        "dating.badge" => new() { ["band"] = new() { Text = "low" } },
        _ => [],
    };

    private static Money Amount() => new() { CurrencyCode = "CNY", MinorUnits = 100 };

    internal static InvalidOperationException Unknown(string method) => new($"{method} has no message here: add one, so that the access matrix tries it.");
}

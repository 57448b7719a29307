using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Perks.Edge.V1;
using Perks.Member.V1;
using IssueTokenRequest = Perks.Member.V1.IssueTokenRequest;

namespace EdgeService.Tests.Proof;

/// <summary>
/// What a partner's desk asks about one perk, each question answered and noted. The perk is given fresh only, one at a time, and is handed
/// over: no answer is provisional, and while the ledger is out of reach the member is referred to a person, which settles nothing.
/// </summary>
internal sealed class DeskCalls(Asking asking, History history)
{
    public const string Perk = "car-rental.deposit-free";
    private const string Audience = "CREDIT-1";

    public async Task<bool> MayHaveAsync(string member)
    {
        var request = new CheckEligibilityRequest { Inquiry = InquiryOf(member, null) };
        var response = await asking.AskAsync((door, options) => Eligibility(door).CheckEligibilityAsync(request, options));
        return response.Decision.Outcome == Outcome.Eligible;
    }

    /// <summary>A token from the member's app, good for minutes; null when the member may not have one now.</summary>
    public async Task<IssuedToken?> IssueAsync(string member)
    {
        var request = new IssueTokenRequest { RequestId = NewId(), MemberRef = RefOf(member), PerkId = Perk, Audience = Audience };
        var response = await asking.AskAsync((door, options) => Membership(door).IssueTokenAsync(request, options));
        return response.Token is { } token ? new IssuedToken(Convert.ToHexStringLower(token.TokenId.Span), token.Text) : null;
    }

    public async Task<Observation> RedeemAsync(string member, IssuedToken token, string item)
    {
        var request = new RedeemTokenRequest { RequestId = NewId(), TokenText = token.Text, ItemRefs = { item } };
        return await NoteAsync(
            (door, options) => Tokens(door).RedeemTokenAsync(request, options),
            response => new Heard(Of(response), response.Grant?.GrantId),
            new Subject(Act.Redeem, member, token, item, null),
            response => response.Outcome != RedeemOutcome.Referred);
    }

    public async Task<Observation> BeginAsync(string member, string item)
    {
        var request = new BeginGrantRequest { RequestId = NewId(), Inquiry = InquiryOf(member, item) };
        return await NoteAsync(
            (door, options) => Grants(door).BeginGrantAsync(request, options),
            response => new Heard(Of(response), response.Grant?.GrantId),
            new Subject(Act.Begin, member, null, item, null),
            response => response.Outcome != GrantOutcome.Referred);
    }

    public async Task<Observation> RevokeAsync(string member, IssuedToken token)
    {
        var request = new RevokeTokenRequest { RequestId = NewId(), TokenText = token.Text };
        return await NoteAsync(
            (door, options) => Tokens(door).RevokeTokenAsync(request, options),
            response => new Heard(response.Outcome == RevokeOutcome.Revoked ? Told.Done : Told.AlreadyRedeemed, null),
            new Subject(Act.Revoke, member, token, null, null));
    }

    public async Task<Observation> ConfirmAsync(string member, string grant)
    {
        var request = new ConfirmHandoverRequest { RequestId = NewId(), GrantId = grant };
        return await NoteAsync(
            (door, options) => Grants(door).ConfirmHandoverAsync(request, options),
            _ => Heard.Done,
            new Subject(Act.Confirm, member, null, null, grant));
    }

    public async Task<Observation> ReturnAsync(string member, string grant)
    {
        var request = new ReturnGrantRequest { RequestId = NewId(), GrantId = grant };
        return await NoteAsync(
            (door, options) => Grants(door).ReturnGrantAsync(request, options),
            _ => Heard.Done,
            new Subject(Act.Return, member, null, null, grant));
    }

    public async Task<Observation> CancelAsync(string member, string grant)
    {
        var request = new CancelGrantRequest { RequestId = NewId(), GrantId = grant, Reason = "lock jammed" };
        return await NoteAsync(
            (door, options) => Grants(door).CancelGrantAsync(request, options),
            _ => Heard.Done,
            new Subject(Act.Cancel, member, null, null, grant));
    }

    public async Task<Observation> ReadAsync(string member, string grant)
    {
        var request = new GetGrantRequest { GrantId = grant };
        return await NoteAsync<GetGrantResponse>(
            (door, options) => Grants(door).GetGrantAsync(request, options),
            response => new Heard(Of(response.Grant.Custody), grant),
            new Subject(Act.Read, member, null, null, grant));
    }

    /// <summary>Whether an answer says that the token was redeemed before, and by that grant.</summary>
    public static bool IsRedeemedBy(byte[] answer, string? grant) =>
        RedeemTokenResponse.Parser.ParseFrom(answer) is { Outcome: RedeemOutcome.AlreadyRedeemed } said && said.Grant?.GrantId == grant;

    private async Task<Observation> NoteAsync<T>(
        Func<Door, CallOptions, AsyncUnaryCall<T>> ask, Func<T, Heard> hear, Subject subject, Func<T, bool>? settles = null)
        where T : IMessage<T>
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            var response = await asking.AskAsync(ask, settles);
            var seen = subject.Seen(hear(response), asked, asking.LastAsked);
            var kept = new KeptAnswer(seen, response.ToByteArray(), async again => (await again.AskAsync(ask, settles)).ToByteArray());
            history.Add(seen, subject.Act == Act.Read ? null : kept);
            return seen;
        }
        catch (RpcException fault) when (fault.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            var told = fault.StatusCode == StatusCode.NotFound ? Told.Unknown : Told.WrongState;
            var seen = subject.Seen(new Heard(told, null), asked, asking.LastAsked);
            history.Add(seen, null);
            return seen;
        }
    }

    private static Told Of(RedeemTokenResponse response) => response.Outcome switch
    {
        RedeemOutcome.Redeemed => Told.Granted,
        RedeemOutcome.AlreadyRedeemed => Told.AlreadyRedeemed,
        RedeemOutcome.Refused => Told.LimitReached,
        RedeemOutcome.ItemTaken => Told.ItemTaken,
        RedeemOutcome.InvalidToken when response.Verdict == TokenVerdict.Revoked => Told.AlreadyRevoked,
        _ => throw new InvalidOperationException($"no answer that this proof knows: {response}"),
    };

    private static Told Of(BeginGrantResponse response) => response.Outcome switch
    {
        GrantOutcome.Granted => Told.Granted,
        GrantOutcome.Refused => Told.LimitReached,
        GrantOutcome.ItemTaken => Told.ItemTaken,
        _ => throw new InvalidOperationException($"no answer that this proof knows: {response}"),
    };

    private static Told Of(Custody custody) => custody switch
    {
        Custody.Opening => Told.Opening,
        Custody.Active => Told.Active,
        Custody.Returned => Told.Returned,
        Custody.Cancelled => Told.Cancelled,
        _ => Told.Lapsed,
    };

    private static Inquiry InquiryOf(string member, string? item)
    {
        var inquiry = new Inquiry { MemberRef = RefOf(member), PerkId = Perk };
        if (item is not null)
            inquiry.ItemRefs.Add(item);
        return inquiry;
    }

    private static MemberRef RefOf(string member) => new() { Kind = MemberRefKind.MemberId, Value = member };

    private static string NewId() => Guid.NewGuid().ToString();

    private static EligibilityService.EligibilityServiceClient Eligibility(Door door) => new(door.Desk);

    private static MembershipService.MembershipServiceClient Membership(Door door) => new(door.App);

    private static TokenService.TokenServiceClient Tokens(Door door) => new(door.Desk);

    private static GrantService.GrantServiceClient Grants(Door door) => new(door.Desk);

    private readonly record struct Heard(Told Told, string? Grant)
    {
        public static Heard Done => new(Told.Done, null);
    }

    private sealed record Subject(Act Act, string Member, IssuedToken? Token, string? Item, string? Grant)
    {
        public Observation Seen(Heard heard, long asked, long lastAsked) => new(Act, Member, heard.Told)
        {
            Token = Token,
            Item = Item,
            Grant = Grant ?? heard.Grant,
            Asked = asked,
            LastAsked = lastAsked,
            Answered = Stopwatch.GetTimestamp(),
        };
    }
}

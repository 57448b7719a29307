using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>A terminal at the plaintext door: the generated clients, with the terminal's name in every call.</summary>
public sealed class Terminal
{
    public const string Dock = "citybike:central-park:dock-1";
    public const string Kiosk = "citylib:main-library:kiosk-1";
    public const string CreditDesk = "creditdesk:downtown:desk-1";
    public const string Gate1 = "railway:central-station:gate-1";
    public const string Gate2 = "railway:central-station:gate-2";

    private readonly Metadata _headers;

    public Terminal(EdgeHost host, string name)
    {
        _headers = new Metadata { { "x-edge-terminal", name } };
        var channel = host.Plaintext();
        Eligibility = new EligibilityService.EligibilityServiceClient(channel);
        Tokens = new TokenService.TokenServiceClient(channel);
        Grants = new GrantService.GrantServiceClient(channel);
    }

    public EligibilityService.EligibilityServiceClient Eligibility { get; }

    public TokenService.TokenServiceClient Tokens { get; }

    public GrantService.GrantServiceClient Grants { get; }

    public CallOptions Options => new(_headers);

    public static Inquiry Ask(string memberId, string perkId, params string[] items) =>
        new() { MemberRef = Member(memberId), PerkId = perkId, ItemRefs = { items } };

    public static MemberRef Member(string memberId) => new() { Kind = MemberRefKind.MemberId, Value = memberId };

    public static string NewId() => Guid.NewGuid().ToString();

    public async Task<Decision> CheckAsync(Inquiry inquiry) =>
        (await Eligibility.CheckEligibilityAsync(new CheckEligibilityRequest { Inquiry = inquiry }, Options)).Decision;

    /// <summary>Asks for perks one after the other: + for each that was let through, - for each beyond the partner's budget.</summary>
    /// <param name="memberId">The member.</param>
    /// <param name="perkIds">The perks.</param>
    /// <param name="afterEach">Done after each question.</param>
    public async Task<string> AskEachAsync(string memberId, IEnumerable<string> perkIds, Func<Task> afterEach)
    {
        var through = "";
        foreach (var perkId in perkIds)
        {
            try
            {
                await CheckAsync(Ask(memberId, perkId));
                through += "+";
            }
            catch (RpcException spent) when (spent.Trailers.GetValue("perks-error-reason") == "PERK_BUDGET_SPENT")
            {
                through += "-";
            }

            await afterEach();
        }

        return through;
    }

    public async Task<IssueTokenResponse> IssueAsync(Inquiry inquiry, string audience = "", string? requestId = null) =>
        await Tokens.IssueTokenAsync(new IssueTokenRequest { RequestId = requestId ?? NewId(), Inquiry = inquiry, Audience = audience }, Options);

    public async Task<RedeemTokenResponse> RedeemAsync(string token, string? requestId = null, Action<RedeemTokenRequest>? with = null)
    {
        var request = new RedeemTokenRequest { RequestId = requestId ?? NewId(), TokenText = token };
        with?.Invoke(request);
        return await Tokens.RedeemTokenAsync(request, Options);
    }

    public async Task<BeginGrantResponse> BeginAsync(Inquiry inquiry, string? requestId = null) =>
        await Grants.BeginGrantAsync(new BeginGrantRequest { RequestId = requestId ?? NewId(), Inquiry = inquiry }, Options);

    public async Task<Grant> ReturnAsync(string item, string? requestId = null) =>
        (await Grants.ReturnGrantAsync(new ReturnGrantRequest { RequestId = requestId ?? NewId(), ItemRef = item }, Options)).Grant;

    public async Task<Grant> ConfirmAsync(string grantId) =>
        (await Grants.ConfirmHandoverAsync(new ConfirmHandoverRequest { RequestId = NewId(), GrantId = grantId }, Options)).Grant;

    public static int SizeOf(Decision decision) => decision.CalculateSize();
}

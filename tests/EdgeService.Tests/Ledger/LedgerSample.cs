using System.Globalization;
using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;

namespace EdgeService.Tests.Ledger;

/// <summary>Calls as the flow makes them, with replies that tell the outcome in words.</summary>
internal static class LedgerSample
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly Actor Dock = Actor.Terminal("central-park", "dock-1");
    private const string Caller = "urn:perks:terminal:citybike:central-park:dock-1";

    public static MemberKey Member(int number) => new((ulong)number * 0x9E37_79B9_7F4A_7C15UL);

    public static GrantTerms Bike(params string[] items) => new()
    {
        PerkCode = 1,
        PerkId = "bike.deposit-free",
        PartnerId = "citybike",
        VenueId = "central-park",
        TerminalId = "dock-1",
        Items = [.. items],
        NeedsHandover = true,
        Period = TimeSpan.FromDays(1),
    };

    public static Redeem Redeem(UInt128 token, params string[] items) => new(new TokenId(token), Noon.AddHours(1), Bike(items), Dock);

    public static LedgerRequest Request(int number, string body = "body", string method = "RedeemToken") => new(
        Caller, method, new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), Encoding.UTF8.GetBytes(body.PadRight(16)));

    /// <summary>A call that applies a command, refusing a second bike as the limit of the perk would.</summary>
    public static LedgerCall Call(MemberKey member, LedgerRequest request, GrantCommand command, DateTimeOffset? now = null) => new()
    {
        Member = member,
        Request = request,
        Now = now ?? Noon,
        Items = command is Begin begin ? [.. begin.Terms.Items.Select(item => new ItemRef(begin.Terms.PartnerId, item))] : [],
        Decide = scene => Decide(scene, command, now ?? Noon),
    };

    public static async Task<string> ReplyAsync(this ILedger ledger, LedgerCall call) =>
        await ledger.AppendAsync(call, CancellationToken.None) is LedgerAnswer.Kept kept ? Encoding.UTF8.GetString(kept.Reply) : "Conflict";

    public static Task<string> ReplyAsync(this ILedger ledger, MemberKey member, int request, GrantCommand command, DateTimeOffset? now = null) =>
        ledger.ReplyAsync(Call(member, Request(request), command, now));

    private static LedgerVerdict Decide(LedgerScene scene, GrantCommand command, DateTimeOffset now)
    {
        if (command is Begin && scene.Record.UsageOf(1, "citybike", TimeSpan.FromDays(1), null, now).Active > 0)
        {
            return LedgerVerdict.Unchanged("LimitReached"u8.ToArray());
        }

        var step = Custody.Apply(scene, command, now);
        var text = string.Create(CultureInfo.InvariantCulture, $"{step.Outcome.Result} {step.Outcome.Grant?.Number} {step.Outcome.Item}");
        return LedgerVerdict.Of(step, Encoding.UTF8.GetBytes(text.TrimEnd()));
    }
}

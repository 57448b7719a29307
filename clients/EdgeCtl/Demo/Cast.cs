using EdgeCtl.Commands;
using EdgeCtl.Home;
using EdgeService.Client;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>Everybody a story needs: terminals, the members' app, and members with a fresh code in hand.</summary>
internal sealed class Cast(Invocation invocation)
{
    public TerminalClient Dock { get; } = new(invocation.Channel(Role.BikeDock));

    public TerminalClient Kiosk { get; } = new(invocation.Channel(Role.LibraryKiosk));

    public TerminalClient Desk { get; } = new(invocation.Channel(Role.HospitalDesk));

    public TerminalClient Gate { get; } = new(invocation.Channel(Role.LoungeGate));

    public TerminalClient Shop { get; } = new(invocation.Channel(Role.RetailCounter));

    public LedgerClient Operator { get; } = new(invocation.Channel(Role.Operator));

    /// <summary>What an operator does to a grant at a member's call.</summary>
    public GrantClient OperatorGrants { get; } = new(invocation.Channel(Role.Operator));

    public MemberClient App { get; } = new(invocation.Channel(Role.MemberApp));

    public RightsClient Rights { get; } = new(invocation.Channel(Role.MemberApp));

    public DisputeClient Disputes { get; } = new(invocation.Channel(Role.Operator));

    public string Language => invocation.Language;

    /// <summary>Whether the home's catalog knows the dock's own key. A catalog copied by an earlier version does not.</summary>
    public bool DockSigns => DockKey.Of(AudienceCode.Parse(DockKey.Audience), invocation.Home) is not null;

    public DateTimeOffset Now => invocation.Surroundings.Clock.GetUtcNow();

    /// <summary>What the dock signs when a thing is put back now, whether it reaches anybody or not.</summary>
    public string SignReceipt(string itemRef)
    {
        var now = Now;
        using var key = DockKey.Read(invocation.Home.DockKey);
        var time = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return ReceiptSigning.Sign(new DockReceipt(AudienceCode.Parse(DockKey.Audience), itemRef, 1, DockKey.SequenceAt(now), time), key);
    }

    /// <summary>What the member's app shows right now.</summary>
    public MemberRef Showing(string memberId) => MemberOptions.AppCodeOf(invocation.App.CodeFor(memberId));

    public Inquiry Asking(string memberId, string perkId, string? itemRef = null)
    {
        var inquiry = new Inquiry { MemberRef = Showing(memberId), PerkId = perkId };
        if (itemRef is not null)
        {
            inquiry.ItemRefs.Add(itemRef);
        }

        return inquiry;
    }

    /// <summary>
    /// The first of <paramref name="candidates"/> who may have the perk now: whoever tries the commands by hand may have left something out,
    /// and the story is to come out all the same.
    /// </summary>
    public async Task<string> FirstFreeAsync(TerminalClient terminal, string perkId, string[] candidates, CancellationToken cancellation)
    {
        foreach (var candidate in candidates)
        {
            var decision = await terminal.CheckAsync(Asking(candidate, perkId), cancellation: cancellation);
            if (decision.Outcome == Outcome.Eligible)
            {
                return candidate;
            }
        }

        return candidates[0];
    }
}

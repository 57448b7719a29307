using EdgeCtl.Commands;
using EdgeCtl.Home;
using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>Everybody a story needs: terminals, the members' app, and members with a fresh code in hand.</summary>
internal sealed class Cast(Invocation invocation)
{
    public TerminalClient Dock { get; } = new(invocation.Channel(Role.BikeDock));

    public TerminalClient Kiosk { get; } = new(invocation.Channel(Role.LibraryKiosk));

    public TerminalClient Desk { get; } = new(invocation.Channel(Role.HospitalDesk));

    public TerminalClient Gate { get; } = new(invocation.Channel(Role.LoungeGate));

    public MemberClient App { get; } = new(invocation.Channel(Role.MemberApp));

    public string Language => invocation.Language;

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

namespace EdgeService.Client;

/// <summary>How a terminal works now, for its screen.</summary>
public enum TerminalMode
{
    /// <summary>The service answers on fresh data.</summary>
    Online = 1,

    /// <summary>It goes on, with something missing or old: see the reason.</summary>
    Stale = 2,

    /// <summary>The terminal is on its own and goes by the perks' offline classes.</summary>
    Offline = 3,
}

/// <summary>Why a terminal is not simply online.</summary>
public enum ConditionReason
{
    None = 0,

    /// <summary>It was started just now and nobody answered yet.</summary>
    Connecting = 1,

    /// <summary>No edge answers.</summary>
    OutOfReach = 2,

    /// <summary>The edge has no data to decide by.</summary>
    EdgeNotReady = 3,

    /// <summary>The service does not know this terminal, or suspended or revoked it. Nothing is opened, offline neither.</summary>
    IdentityRefused = 4,

    /// <summary>The ledger is away: grants are provisional.</summary>
    LedgerAway = 5,

    /// <summary>Answers rest on old data.</summary>
    StandingOld = 6,

    /// <summary>Keys or status lists are old: if the link went now, little could be accepted.</summary>
    ListsOld = 7,

    /// <summary>The terminal's clock is behind what was signed.</summary>
    ClockBehind = 8,

    /// <summary>The journal cannot be used, so nothing can be accepted offline.</summary>
    JournalUnusable = 9,
}

/// <summary>How a terminal works now and why.</summary>
/// <param name="Mode">Online, stale or offline.</param>
/// <param name="Reason">Why not online; none where it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Detail">For logs, in English; empty where there is nothing more to say.</param>
public sealed record TerminalCondition(TerminalMode Mode, ConditionReason Reason, DateTimeOffset Since, string Detail)
{
    /// <summary>A line that a member of staff understands.</summary>
    /// <param name="language"><c>zh</c>, <c>en</c>, <c>sv</c> or <c>de</c>; English where it is another.</param>
    public string TextIn(string language) => StaffWording.Of(Reason, language);

    /// <summary>The condition that follows from what is known. The first that holds counts, the worst first.</summary>
    /// <param name="reach">How the service can be reached.</param>
    /// <param name="offline">How well the terminal is prepared for being cut off; null where its journal cannot be used.</param>
    /// <param name="staleAnswers">Whether the last answer rested on old data.</param>
    /// <param name="now">The terminal's clock.</param>
    public static (TerminalMode Mode, ConditionReason Reason) Of(EdgeReach reach, OfflineState? offline, bool staleAnswers, DateTimeOffset now) => reach switch
    {
        EdgeReach.Refused => (TerminalMode.Offline, ConditionReason.IdentityRefused),
        EdgeReach.OutOfReach or EdgeReach.NotReady or EdgeReach.Unknown when offline is null => (TerminalMode.Offline, ConditionReason.JournalUnusable),
        EdgeReach.OutOfReach or EdgeReach.NotReady or EdgeReach.Unknown when offline.ClockBehind => (TerminalMode.Offline, ConditionReason.ClockBehind),
        EdgeReach.OutOfReach => (TerminalMode.Offline, ConditionReason.OutOfReach),
        EdgeReach.NotReady => (TerminalMode.Offline, ConditionReason.EdgeNotReady),
        EdgeReach.Unknown => (TerminalMode.Offline, ConditionReason.Connecting),
        _ when offline is null => (TerminalMode.Stale, ConditionReason.JournalUnusable),
        EdgeReach.LedgerAway => (TerminalMode.Stale, ConditionReason.LedgerAway),
        _ when staleAnswers => (TerminalMode.Stale, ConditionReason.StandingOld),
        _ when offline.ClockBehind => (TerminalMode.Stale, ConditionReason.ClockBehind),
        _ when now - offline.KeysFetched > OldKeys => (TerminalMode.Stale, ConditionReason.ListsOld),
        _ => (TerminalMode.Online, ConditionReason.None),
    };

    private static readonly TimeSpan OldKeys = TimeSpan.FromHours(1);
}

using EdgeService.Core.Perks;

namespace EdgeService.Core.Eligibility;

/// <summary>The columns of the truth table of offline classes.</summary>
public enum EdgeCondition
{
    Fresh = 1,

    /// <summary>Older than fresh, within the perk's budget.</summary>
    Stale = 2,

    /// <summary>Older than the perk's budget.</summary>
    Beyond = 3,

    LedgerOutOfReach = 4,

    /// <summary>The terminal has no edge to ask.</summary>
    TerminalCutOff = 5,
}

/// <summary>The cells of the truth table of offline classes.</summary>
public enum OfflineAction
{
    Decide = 1,

    DecideMarkedStale = 2,

    ReferToDesk = 3,

    /// <summary>Decide without limits; a grant is journalled first and called PROVISIONAL.</summary>
    Provisional = 4,

    /// <summary>The same, once per member and outage.</summary>
    ProvisionalOnce = 5,

    /// <summary>The terminal accepts a token, or lends and journals by item_ref.</summary>
    AcceptOrLend = 6,

    /// <summary>The terminal accepts a valid token once, within the perk's allowance.</summary>
    AcceptWithinAllowance = 7,

    /// <summary>The terminal refuses and shows the remedy.</summary>
    RefuseWithRemedy = 8,
}

/// <summary>The truth table of offline classes as a function.</summary>
public static class OfflineClassTable
{
    /// <summary>What is to be done for a perk of the class under the condition.</summary>
    public static OfflineAction Look(OfflineClass offlineClass, EdgeCondition condition) => (offlineClass, condition) switch
    {
        (_, EdgeCondition.Fresh) => OfflineAction.Decide,

        (OfflineClass.Always, EdgeCondition.Stale or EdgeCondition.Beyond) => OfflineAction.DecideMarkedStale,
        (OfflineClass.Always, EdgeCondition.LedgerOutOfReach) => OfflineAction.Provisional,
        (OfflineClass.Always, EdgeCondition.TerminalCutOff) => OfflineAction.AcceptOrLend,

        (OfflineClass.WhenStale, EdgeCondition.Stale) => OfflineAction.DecideMarkedStale,
        (OfflineClass.WhenStale, EdgeCondition.LedgerOutOfReach) => OfflineAction.ProvisionalOnce,
        (OfflineClass.WhenStale, EdgeCondition.TerminalCutOff) => OfflineAction.AcceptWithinAllowance,

        (OfflineClass.FreshOnly, EdgeCondition.TerminalCutOff) => OfflineAction.RefuseWithRemedy,

        _ => OfflineAction.ReferToDesk,
    };

    /// <summary>Whether a terminal that is cut off may hand over for a perk of the class: on a valid token, or without one.</summary>
    public static bool AllowsCutOff(OfflineClass offlineClass, bool withToken) => Look(offlineClass, EdgeCondition.TerminalCutOff) switch
    {
        OfflineAction.AcceptOrLend => true,
        OfflineAction.AcceptWithinAllowance => withToken,
        _ => false,
    };

    /// <summary>The column that an age of the basis falls in.</summary>
    public static EdgeCondition ConditionAt(Freshness freshness, TimeSpan age) =>
        age <= freshness.FreshFor ? EdgeCondition.Fresh
        : age <= freshness.Budget ? EdgeCondition.Stale
        : EdgeCondition.Beyond;
}

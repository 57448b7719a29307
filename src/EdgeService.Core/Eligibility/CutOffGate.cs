using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Eligibility;

/// <summary>Why a terminal that is cut off from the edge does not open on what it was shown. The first that holds is the one reported.</summary>
public enum CutOffRefusal
{
    None = 0,

    /// <summary>The token does not verify, was revoked, or was used here before: its fault says which.</summary>
    Token = 1,

    /// <summary>Only the service may decide this perk, or decide it without a token.</summary>
    MustAsk = 2,

    /// <summary>The terminal's clock is behind a time that was signed: it cannot tell what has expired.</summary>
    ClockBehind = 3,

    /// <summary>The terminal was never in contact with the service, or not within the time the perk allows.</summary>
    TooLongCutOff = 4,

    /// <summary>It has accepted as many tokens of the perk since its last contact as the perk allows.</summary>
    AllowanceSpent = 5,

    /// <summary>A token that may be gone by for more than an hour needs a fresh status list, and there is none.</summary>
    StatusUnknown = 6,
}

/// <summary>What a terminal that is cut off knows when a token is shown to it.</summary>
/// <param name="Verdict">What verifying it found, its status and what was used here among it.</param>
/// <param name="Status">What a status list says of it.</param>
/// <param name="Class">The perk's offline class as the terminal was last told; null where it was not.</param>
/// <param name="Allowance">What the perk allows to be accepted; null where it bounds nothing.</param>
/// <param name="Accepted">Tokens of the perk accepted since the last contact.</param>
/// <param name="LastContact">When the service was last in reach; null for never.</param>
/// <param name="Now">The terminal's clock.</param>
/// <param name="HighestSigned">The latest time in anything signed that the terminal has seen.</param>
public readonly record struct CutOffScene(
    TokenVerdict Verdict,
    StatusFinding Status,
    OfflineClass? Class,
    OfflineAllowance? Allowance,
    int Accepted,
    DateTimeOffset? LastContact,
    DateTimeOffset Now,
    DateTimeOffset HighestSigned);

/// <summary>
/// What a terminal that is cut off may do by itself: the column <see cref="EdgeCondition.TerminalCutOff"/> of the truth table, with the perk's
/// allowance and a clock that may be wrong.
/// </summary>
public static class CutOffGate
{
    /// <summary>Time to its expiry up to which a token needs no fresh status list: the life of a token made for cut-off gates.</summary>
    public static readonly TimeSpan UnguardedLife = TimeSpan.FromHours(1);

    /// <summary>What a token is verified against: no earlier than anything signed that was seen, whatever the clock says.</summary>
    public static DateTimeOffset TimeAt(DateTimeOffset now, DateTimeOffset highestSigned) => now > highestSigned ? now : highestSigned;

    /// <summary>Whether the clock is behind what was signed, beyond what two clocks may be apart.</summary>
    public static bool IsBehind(DateTimeOffset now, DateTimeOffset highestSigned) => now + TokenFormat.ClockSlack < highestSigned;

    /// <summary>Whether a token opens. Of the class in the token and that which the terminal was told the stricter counts.</summary>
    public static CutOffRefusal Decide(in CutOffScene scene)
    {
        if (!scene.Verdict.IsGood) return CutOffRefusal.Token;
        var claims = scene.Verdict.Claims;
        var told = scene.Class ?? OfflineClass.FreshOnly;
        var stricter = claims.OfflineClass > told ? claims.OfflineClass : told;
        if (!OfflineClassTable.AllowsCutOff(stricter, withToken: true)) return CutOffRefusal.MustAsk;
        return stricter == OfflineClass.Always ? CutOffRefusal.None : WithinAllowance(scene, claims);
    }

    /// <summary>Whether something may be lent without a token, to be journalled by what it is.</summary>
    public static CutOffRefusal DecideLending(OfflineClass? offlineClass) =>
        offlineClass is { } told && OfflineClassTable.AllowsCutOff(told, withToken: false) ? CutOffRefusal.None : CutOffRefusal.MustAsk;

    private static CutOffRefusal WithinAllowance(in CutOffScene scene, in TokenClaims claims)
    {
        if (IsBehind(scene.Now, scene.HighestSigned)) return CutOffRefusal.ClockBehind;
        if (scene.Allowance is not { } allowance || scene.LastContact is not { } contact || scene.Now - contact > allowance.SinceContact) return CutOffRefusal.TooLongCutOff;
        if (scene.Accepted >= allowance.Acceptances) return CutOffRefusal.AllowanceSpent;
        var guarded = scene.Status == StatusFinding.Valid;
        return guarded || claims.ExpiresAt - scene.Now <= UnguardedLife + TokenFormat.ClockSlack ? CutOffRefusal.None : CutOffRefusal.StatusUnknown;
    }
}

using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Changes;

/// <summary>What changes about one member. A closed set; <see cref="ChangeApplying"/> says what each does.</summary>
public abstract record ChangeAct
{
    private protected ChangeAct()
    {
    }
}

/// <summary>Opts in, or replaces everything known so far.</summary>
public sealed record Enrol(Standing Standing) : ChangeAct;

/// <summary>Opts out.</summary>
public sealed record Leave : ChangeAct;

/// <summary>The score has moved to another step.</summary>
public sealed record SetScore(ScoreStep Score) : ChangeAct;

/// <summary>The membership tier is another.</summary>
public sealed record SetTier(Tier Tier) : ChangeAct;

/// <summary>The court's list of defaulters names the member, or does so no more.</summary>
public sealed record SetCourtListing(bool Listed) : ChangeAct;

/// <summary>A payment line was opened or closed.</summary>
public sealed record SetPaymentLine(bool Open) : ChangeAct;

/// <summary>Consents until further notice.</summary>
public sealed record GiveConsent(Contract Contract) : ChangeAct;

/// <summary>Consents between two moments.</summary>
public sealed record GiveDatedConsent(DatedConsent Consent) : ChangeAct;

/// <summary>Withdraws a consent, dated or not, at once.</summary>
public sealed record WithdrawConsent(Contract Contract) : ChangeAct;

/// <summary>Bans, or replaces the ban of the same sector, scope and start.</summary>
public sealed record PutBan(SectorBan Ban) : ChangeAct;

/// <summary>Lifts bans at once.</summary>
public sealed record LiftBan(BanName Ban) : ChangeAct;

/// <summary>Says where an objection to bans stands.</summary>
public sealed record SetDispute(BanName Ban, DisputeState State) : ChangeAct;

/// <summary>Gives the member a card or document to be known by, unless it leads to another member who is enrolled: that one's is withdrawn first.</summary>
public sealed record GiveAlias(AliasTag Alias) : ChangeAct;

/// <summary>Withdraws a card or document that leads to the member: it leads to nobody from then on.</summary>
public sealed record WithdrawAlias(AliasTag Alias) : ChangeAct;

/// <summary>Names bans of a member.</summary>
/// <param name="Sector">Their sector.</param>
/// <param name="Scope">Their scope.</param>
/// <param name="From">Their start; null names all of that sector and scope.</param>
public readonly record struct BanName(Sector Sector, BanScope Scope, DateTimeOffset? From)
{
    public bool Names(SectorBan ban) => ban.Sector == Sector && ban.Scope == Scope && (From is null || ban.From == From);
}

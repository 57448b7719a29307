using EdgeService.Core.Changes;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Changes;

/// <summary>What a member is after some acts, kept in the most obvious way: plain sets that are changed in place.</summary>
internal sealed class ModelMember
{
    private readonly HashSet<Contract> _consents = [];
    private readonly HashSet<DatedConsent> _dated = [];
    private readonly Dictionary<(Sector, BanScope, DateTimeOffset), SectorBan> _bans = [];
    private bool _enrolled;
    private ScoreStep _score;
    private Tier _tier;
    private bool _court;
    private bool _line;

    public void Do(ChangeAct act)
    {
        if (act is Enrol enrol)
            Become(enrol.Standing);
        else if (_enrolled)
            DoEnrolled(act);
    }

    public void AssertIs(Standing? standing)
    {
        Assert.Equal(_enrolled, standing is not null);
        if (standing is not { } there)
            return;
        Assert.Equal((_score, _tier, _court, _line), (there.Score, there.Tier, there.CourtListed, there.PaymentLineOpen));
        Assert.Equal(_consents, there.Consents.Contracts.ToHashSet());
        Assert.Equal(_dated.Count, there.DatedConsents.Count);
        Assert.Equal(_dated, there.DatedConsents.ToHashSet());
        Assert.Equal(_bans.Count, there.Bans.Count);
        Assert.Equal(_bans.Values.ToHashSet(), there.Bans.ToHashSet());
    }

    private void Become(Standing standing)
    {
        _consents.Clear();
        _dated.Clear();
        _bans.Clear();
        _enrolled = true;
        (_score, _tier, _court, _line) = (standing.Score, standing.Tier, standing.CourtListed, standing.PaymentLineOpen);
        _consents.UnionWith(standing.Consents.Contracts);
        _dated.UnionWith(standing.DatedConsents);
        foreach (var ban in standing.Bans)
            Put(ban);
    }

    private void DoEnrolled(ChangeAct act)
    {
        switch (act)
        {
            case Leave: _enrolled = false; break;
            case SetScore change: _score = change.Score; break;
            case SetTier change: _tier = change.Tier; break;
            case SetCourtListing change: _court = change.Listed; break;
            case SetPaymentLine change: _line = change.Open; break;
            case GiveConsent change: _consents.Add(change.Contract); break;
            case GiveDatedConsent change: _dated.Add(change.Consent); break;
            case WithdrawConsent change:
                _consents.Remove(change.Contract);
                _dated.RemoveWhere(consent => consent.Contract == change.Contract);
                break;
            case PutBan change: Put(change.Ban); break;
            case LiftBan change: Named(change.Ban).ForEach(ban => _bans.Remove((ban.Sector, ban.Scope, ban.From))); break;
            case SetDispute change: Named(change.Ban).ForEach(ban => Put(ban with { Dispute = change.State })); break;
            case GiveAlias or WithdrawAlias: break;
            default: throw new InvalidOperationException($"The model does not know {act}.");
        }
    }

    private void Put(SectorBan ban) => _bans[(ban.Sector, ban.Scope, ban.From)] = ban;

    private List<SectorBan> Named(BanName name) =>
        [.. _bans.Values.Where(ban => ban.Sector == name.Sector && ban.Scope == name.Scope && (name.From is null || name.From == ban.From))];
}

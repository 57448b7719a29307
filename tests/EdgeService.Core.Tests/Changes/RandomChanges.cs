using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Changes;

/// <summary>Random acts over few values, so that they meet: the same contracts, the same bans, the same days.</summary>
internal sealed class RandomChanges(int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(seed);

    public ChangeAct NextAct() => _random.Next(15) switch
    {
        0 => new Enrol(NextStanding()),
        1 => new Leave(),
        2 => new SetScore(NextStep()),
        3 => new SetTier((Tier)_random.Next(4)),
        4 => new SetCourtListing(NextBool()),
        5 => new SetPaymentLine(NextBool()),
        6 => new GiveConsent(NextContract()),
        7 => new GiveDatedConsent(NextDatedConsent()),
        8 => new WithdrawConsent(NextContract()),
        9 or 10 => new PutBan(NextBan()),
        11 => new LiftBan(NextName()),
        12 => new GiveAlias(NextAlias()),
        13 => new WithdrawAlias(NextAlias()),
        _ => new SetDispute(NextName(), (DisputeState)_random.Next(4)),
    };

    public StandingChange Next(long revision) => new(
        revision, new MemberTag(new((ulong)_random.NextInt64()), (ulong)_random.NextInt64()), Start.AddMilliseconds(_random.Next()), NextAct());

    public Standing NextStanding() => new(
        NextStep(),
        (Tier)_random.Next(4),
        NextBool(),
        NextBool(),
        new ConsentSet(Enumerable.Range(0, _random.Next(5)).Select(_ => NextContract())),
        [.. Enumerable.Range(0, _random.Next(3)).Select(_ => NextBan()).DistinctBy(ban => (ban.Sector, ban.Scope, ban.From))],
        [.. Enumerable.Range(0, _random.Next(3)).Select(_ => NextDatedConsent()).Distinct()]);

    public int Next(int below) => _random.Next(below);

    public AliasTag NextAlias() => new((ulong)_random.Next(40) << 58, 7);

    private ScoreStep NextStep() => new((byte)_random.Next(ScoreStep.MaxIndex + 1));

    private bool NextBool() => _random.Next(2) == 0;

    private Contract NextContract() => new((Scene)_random.Next(1, 4), "partner-" + _random.Next(3));

    private DatedConsent NextDatedConsent() => new(NextContract(), NextDay(), NextEnd());

    private SectorBan NextBan() =>
        new((Sector)_random.Next(1, 3), (BanScope)_random.Next(2), NextDay(), NextEnd(), (LiftCondition)_random.Next(2), (DisputeState)_random.Next(4));

    private BanName NextName() => new((Sector)_random.Next(1, 3), (BanScope)_random.Next(2), NextBool() ? null : NextDay());

    private DateTimeOffset NextDay() => Start.AddDays(_random.Next(3));

    private DateTimeOffset? NextEnd() => NextBool() ? null : Start.AddDays(10 + _random.Next(3));
}

using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>However often one member is asked about, the record stays small.</summary>
public sealed class MemoryTests
{
    private static readonly GrantTerms Endless = Sample.VisitTerms with { SelfCloseAfter = null, Period = null, Journey = null };

    private static DateTimeOffset Noon => Sample.Noon;

    [Fact]
    public void Open_grants_are_bounded_until_one_ends()
    {
        var (record, results) = Repeat(Memory.MostOpen + 10, i => new Begin(Endless, Sample.Dock), i => Noon.AddDays(i));

        Assert.Equal(Enumerable.Repeat(GrantResult.TooMuchOpen, 10), results[Memory.MostOpen..]);
        Assert.Equal(Memory.MostOpen, record.Grants.Length);

        record = Sample.After(record, new Return(5, "railway", [], null, Sample.Dock), Noon.AddDays(99));
        Assert.Equal(GrantResult.Granted, Result(record, new Begin(Endless, Sample.Dock), Noon.AddDays(99)));
    }

    [Fact]
    public void Ended_journeys_are_bounded_until_they_are_forgotten()
    {
        var (record, results) = Repeat(
            2 * (Memory.MostCounting + 10),
            i => i % 2 == 0
                ? new Begin(Sample.VisitTerms with { Journey = new JourneyDigest((ulong)i) }, Sample.Dock)
                : new Return((i / 2) + 1, "railway", [], null, Sample.Dock),
            i => Noon.AddSeconds(i));

        Assert.Equal(10, results.Count(result => result == GrantResult.TooMuchOpen));
        Assert.Equal(Memory.MostCounting, record.Grants.Length);
        Assert.Equal(GrantResult.Granted, Result(record, new Begin(Sample.VisitTerms, Sample.Dock), Noon.AddDays(33)));
    }

    [Fact]
    public void Tokens_are_bounded_until_they_are_forgotten()
    {
        var (record, results) = Repeat(
            Memory.MostTokens + 10,
            i => i % 2 == 0 ? Revoke(i) : Sample.Redeem((UInt128)i, Sample.VisitTerms with { SelfCloseAfter = TimeSpan.FromMilliseconds(1), Period = null, Journey = null }),
            i => Noon.AddMilliseconds(10 * i));

        Assert.Equal(Enumerable.Repeat(GrantResult.TooMuchOpen, 10), results[Memory.MostTokens..]);
        Assert.Equal(Memory.MostTokens, record.Spent.Length + record.Revoked.Length);
        Assert.Equal(GrantResult.Revoked, Result(record, Revoke(9999) with { Expires = Noon.AddDays(3) }, Noon.AddDays(2)));
    }

    [Fact]
    public void Full_record_still_tells_the_fate_of_a_token()
    {
        var (record, _) = Repeat(Memory.MostTokens, Revoke, _ => Noon);

        Assert.Equal(GrantResult.AlreadyRevoked, Result(record, Revoke(1), Noon));
        Assert.Equal(GrantResult.AlreadyRevoked, Result(record, Sample.Redeem(1), Noon));
    }

    private static RevokeToken Revoke(int token) => new(new TokenId((UInt128)token), Noon.AddMinutes(1), Actor.Member, "no");

    private static GrantResult Result(MemberRecord record, GrantCommand command, DateTimeOffset now) =>
        Custody.Apply(new LedgerScene(record), command, now).Outcome.Result;

    private static (MemberRecord Record, List<GrantResult> Results) Repeat(int times, Func<int, GrantCommand> command, Func<int, DateTimeOffset> now)
    {
        var (record, results) = (MemberRecord.Empty, new List<GrantResult>());
        for (var i = 0; i < times; i++)
        {
            var step = Custody.Apply(new LedgerScene(record), command(i), now(i));
            results.Add(step.Outcome.Result);
            record = step.Next ?? record;
        }

        return (record, results);
    }
}

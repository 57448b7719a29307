using EdgeService.Core.Changes;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Changes;

public sealed class ChangeApplyingTests
{
    private const int Sequences = 2_000;

    [Fact]
    public void Random_acts_leave_what_the_model_has()
    {
        for (var seed = 1; seed <= Sequences; seed++)
        {
            var random = new RandomChanges(seed);
            var model = new ModelMember();
            Standing? standing = null;
            for (var step = 0; step < 30; step++)
            {
                var act = random.NextAct();
                var concerned = act.Concerns(standing);
                var after = act.Apply(standing);
                model.Do(act);
                model.AssertIs(after);
                Assert.True(concerned || after is null && standing is null, $"seed {seed}, step {step}: {act}");
                standing = after;
            }
        }
    }

    [Fact]
    public void Nothing_but_opting_in_enrols()
    {
        var random = new RandomChanges(7);
        for (var i = 0; i < 1_000; i++)
        {
            var act = random.NextAct();
            Assert.Equal(act is Enrol, act.Apply(null) is not null);
            Assert.Equal(act is Enrol, act.Concerns(null));
        }
    }

    [Fact]
    public void What_was_there_before_is_left_untouched()
    {
        var random = new RandomChanges(8);
        for (var i = 0; i < 1_000; i++)
        {
            var before = random.NextStanding();
            var (contracts, bans, dated) = (before.Consents.Contracts.ToArray(), before.Bans.ToArray(), before.DatedConsents.ToArray());
            random.NextAct().Apply(before);
            Assert.Equal(contracts, before.Consents.Contracts);
            Assert.Equal(bans, before.Bans);
            Assert.Equal(dated, before.DatedConsents);
        }
    }
}

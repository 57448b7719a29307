namespace EdgeService.Core.Tests.Tokens;

/// <summary>Over any life of an edge's keys, a token that was signed holds at every verifier whose key list is recent enough.</summary>
public class KeyRotationTests
{
    private const int Worlds = 30;
    private const int Steps = 200;

    [Fact]
    public void No_valid_token_fails_at_a_verifier_with_a_recent_list_whatever_is_done_to_the_keys()
    {
        var verified = 0;
        for (var seed = 1; seed <= Worlds; seed++)
            verified += new KeyWorld(seed, scheduled: false).Run(Steps).Verified;
        Assert.True(verified > Worlds * Steps, $"{verified} verifications prove little");
    }

    [Fact]
    public void No_valid_token_fails_and_no_moment_is_without_a_key_under_a_schedule()
    {
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var world = new KeyWorld(seed, scheduled: true).Run(Steps);
            Assert.Equal((seed, 0), (seed, world.MomentsWithoutKey));
            Assert.True(world.KeysSeen > 3, $"world {seed} rotated to {world.KeysSeen} keys only");
            Assert.True(world.KeysHeld <= world.MostKeysNeeded, $"world {seed} still holds {world.KeysHeld} keys");
        }
    }
}

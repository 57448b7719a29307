using Perks.Edge.V1;

namespace EdgeService.Tests.Interop;

[Collection(RunningServiceTests.Name)]
public sealed class RedeemedOnceTests(RunningService service)
{
    private const int Gates = 64;

    [Fact]
    public async Task Parallel_redemptions_of_one_token_let_one_through()
    {
        var token = await service.NextTokenAsync();
        using var channel = service.Process.Channel();
        var tokens = new TokenService.TokenServiceClient(channel);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gates = Enumerable.Range(0, Gates).Select(async _ =>
        {
            await start.Task;
            return (await tokens.RedeemTokenAsync(Redemption(token, RunningService.NewBike()))).Outcome;
        }).ToArray();
        start.SetResult();
        var outcomes = await Task.WhenAll(gates);

        Assert.Equal(1, outcomes.Count(outcome => outcome == RedeemOutcome.Redeemed));
        Assert.Equal(Gates - 1, outcomes.Count(outcome => outcome == RedeemOutcome.AlreadyRedeemed));
    }

    [Fact]
    public async Task Repeated_request_id_gets_the_first_answer_to_the_byte()
    {
        var request = Redemption(await service.NextTokenAsync(), RunningService.NewBike());
        using var channel = service.Process.Channel();
        var tokens = new TokenService.TokenServiceClient(channel);
        Assert.Equal(await tokens.RedeemTokenAsync(request), await tokens.RedeemTokenAsync(request));
    }

    [Fact]
    public async Task Redeemed_token_stays_redeemed_when_the_process_is_killed_right_after_its_answer()
    {
        var token = await service.NextTokenAsync();
        var bike = RunningService.NewBike();
        using (var channel = service.Process.Channel())
        {
            var answer = await new TokenService.TokenServiceClient(channel).RedeemTokenAsync(Redemption(token, bike));
            await service.Process.KillAsync();
            Assert.Equal(RedeemOutcome.Redeemed, answer.Outcome);
        }

        await service.KillAndRestartAsync();
        using var again = service.Process.Channel();
        var second = await new TokenService.TokenServiceClient(again).RedeemTokenAsync(Redemption(token, bike));
        Assert.Equal(RedeemOutcome.AlreadyRedeemed, second.Outcome);
        Assert.Equal(bike, Assert.Single(second.Grant.ItemRefs));
    }

    private static RedeemTokenRequest Redemption(Token token, string bike) =>
        new() { RequestId = RunningService.NewId(), TokenText = token.Text, ItemRefs = { bike } };
}

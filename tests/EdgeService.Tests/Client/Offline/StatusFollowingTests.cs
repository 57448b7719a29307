using EdgeService.Client;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;

namespace EdgeService.Tests.Client.Offline;

/// <summary>A gate follows the status lists of a real edge; the edge goes; a token revoked before opens nothing.</summary>
public sealed class StatusFollowingTests
{
    private const string Charger = "charger.deposit-free";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Revoked_token_is_refused_by_a_gate_that_followed_and_then_lost_its_edge()
    {
        var host = await EdgeHost.StartAsync("--Edge:Signing:StatusHeartbeatSeconds=1");
        using var gate = new TrialGate(host.Doors.Plaintext!, Terminal.Dock, TimeProvider.System);
        var (revoked, other) = (await IndexedTokenAsync(gate, "demo-chen"), await IndexedTokenAsync(gate, "demo-erik"));
        using var stopping = new CancellationTokenSource();
        var following = new StatusFollowing(gate.Terminal, gate.Verifier);
        var faults = System.Threading.Channels.Channel.CreateUnbounded<Exception?>();
        following.Followed += (_, followed) => faults.Writer.TryWrite(followed.Fault);
        var running = following.RunAsync(stopping.Token);
        Assert.Null(await faults.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal((true, StatusFinding.Valid), (gate.Verifier.Verify(revoked).MayOpen, gate.Verifier.Verify(revoked).Status));

        await gate.Terminal.RevokeAsync(revoked);
        while (gate.Verifier.Verify(revoked).MayOpen)
            Assert.Null(await faults.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await host.DisposeAsync();
        while (await faults.Reader.ReadAsync().AsTask().WaitAsync(Patience) is null)
        {
            // What came before the edge was gone.
        }

        gate.Restart();
        Assert.Equal((CutOffRefusal.Token, TokenVerdict.Revoked), (gate.Verifier.Accept(revoked).Refusal, gate.Verifier.Verify(revoked).Verdict));
        Assert.True(gate.Verifier.Accept(other).MayOpen);
        await stopping.CancelAsync();
        await running.WaitAsync(Patience);
    }

    /// <summary>A start gives no place in a status list that the edge can have given before it, so the first tokens may have none.</summary>
    private static async Task<string> IndexedTokenAsync(TrialGate gate, string member)
    {
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        while (TimeProvider.System.GetUtcNow() < limit)
        {
            var token = (await gate.Terminal.IssueAsync(Terminal.Ask(member, Charger))).Token.Text;
            if (TokenVerification.TryReadUnverified(token, out _, out var claims) && claims.StatusIndex is not null)
                return token;
        }

        throw new TimeoutException("The edge gave no place in its status list.");
    }
}

using EdgeService.Start;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Rekeying;

/// <summary>The command killed at every stage of its work: the ledger stands under the old secret or the new one, never between.</summary>
public sealed class RekeyKillTests : IDisposable
{
    private static readonly string[] Stages = ["reading the members", "looking who", "rewriting what", "rewriting members", "rewriting items", "keeping former"];

    private readonly RekeyedHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Killed_at_any_stage_it_leaves_the_old_ledger_whole_and_begins_anew()
    {
        string grantId;
        await using (var edge = await EdgeHost.StartInAsync(_home.Folder))
        {
            var dock = new Terminal(edge, Terminal.Dock);
            grantId = (await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"))).Grant.GrantId;
            await dock.ConfirmAsync(grantId);
        }

        _home.LayDownSecondVersion();
        foreach (var stage in Stages)
        {
            await KillAtAsync(stage);
            if ((string)_home.Rekey("--dry-run").Said["result"]! == "possible")
                continue;
            Assert.Equal(Stages[^1], stage); // Killed too late: all was done.
            return;
        }

        await using (var edge = await EdgeHost.StartInAsync(_home.Folder, "--Edge:Signing:MemberWith=1"))
        {
            var dock = new Terminal(edge, Terminal.Dock);
            Assert.Equal(Custody.Active, (await dock.Grants.GetGrantAsync(new GetGrantRequest { GrantId = grantId }, dock.Options)).Grant.Custody);
        }

        Assert.Equal(ExitCode.Stopped, _home.Rekey().Code);
        await using var after = await EdgeHost.StartInAsync(_home.Folder);
        var again = new Terminal(after, Terminal.Dock);
        var back = await again.ReturnAsync("bike-1");
        Assert.Equal(Custody.Returned, back.Custody);
        Assert.NotEqual(grantId, back.GrantId); // Sealed anew; and the id of before still opens.
        Assert.Equal(Custody.Returned, (await again.Grants.GetGrantAsync(new GetGrantRequest { GrantId = grantId }, again.Options)).Grant.Custody);
    }

    /// <summary>Killed at once when it says what it does; it may by then be a little further.</summary>
    private async Task KillAtAsync(string stage)
    {
        using var process = _home.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(stage, StringComparison.Ordinal))
                process.Kill();
        }

        await process.WaitForExitAsync(patience.Token);
    }
}

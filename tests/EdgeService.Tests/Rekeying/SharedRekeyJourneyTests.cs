using EdgeService.Accesses;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Ledger;
using EdgeService.Start;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Members;
using Perks.Edge.V1;
using Perks.Member.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Rekeying;

/// <summary>The same day where two edges share a ledger in PostgreSQL, by the steps of the procedure.</summary>
public sealed class SharedRekeyJourneyTests : IAsyncLifetime, IDisposable
{
    private const string Bike = "bike.deposit-free";
    private static readonly string[] DeskPerks = ["hotel.discount", "housing.deposit-free", "travel.visa-support", "credit.line"];
    private static readonly string[] TablesOfMembers = ["members", "entries", "grants", "items", "acts", "disputes", "asked_perks", "accesses"];

    private readonly RekeyedHome _first = new();
    private readonly RekeyedHome _second = new();
    private PostgresCluster _cluster = null!;

    private string[] Settings =>
    [
        "--Edge:Ledger:Store=postgres",
        $"--Edge:Ledger:Postgres:Connection={_cluster.Connection("ledger")}",
        $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
        "--Edge:Ledger:Postgres:SingleNode=true",
        "--Edge:Probing:PerksPerDay=2",
    ];

    public async Task InitializeAsync()
    {
        if (FactNeedsAttribute.ReasonToSkip(FactNeedsAttribute.PostgreSql) is null)
        {
            _cluster = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
            await _cluster.CreateDatabaseAsync("ledger");
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task What_was_begun_at_two_edges_ends_at_either_of_them_under_the_new_secret()
    {
        var begin = Terminal.NewId();
        BeginGrantResponse begun;
        string token, dispute;
        byte[] refused;
        await using (var here = await StartAsync(_first, 1))
        await using (var there = await StartAsync(_second, 2))
        {
            begun = await new Terminal(here, Terminal.Dock).BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), begin);
            await new Terminal(there, Terminal.Dock).ConfirmAsync(begun.Grant.GrantId);
            token = (await AppOf(there).IssueTokenAsync(new Perks.Member.V1.IssueTokenRequest
            {
                RequestId = Terminal.NewId(),
                MemberRef = _second.CodeOf("demo-chen"),
                PerkId = "umbrella.deposit-free",
                Audience = "BIKE-1",
            })).Token.Text;
            refused = (await new Terminal(here, Terminal.Dock).CheckAsync(Terminal.Ask("demo-bo", Bike))).DecisionId.ToByteArray();
            await new Terminal(there, Terminal.Dock).CheckAsync(Terminal.Ask("demo-bo", Bike));
            dispute = (await AppOf(here).ContestAsync(new ContestRequest
            {
                RequestId = Terminal.NewId(),
                MemberRef = _first.CodeOf("demo-bo"),
                ClaimCode = DecisionSeal.ClaimCodeOf(refused),
                Statement = "this is wrong",
            })).Dispute.DisputeId;
            await AppOf(there).WithdrawConsentAsync(new WithdrawConsentRequest { RequestId = Terminal.NewId(), MemberRef = _second.CodeOf("demo-dora"), Scope = RightsEdge.Bikes });
            Assert.Equal("++-", await AskAsync(here, "demo-alice", 0, 1, 2));
            await SharedAsync(here, there);
            await here.Service<EdgeService.Flow.Figures.EdgeMeeting>().MeetAsync(default);
            await there.Service<EdgeService.Flow.Figures.EdgeMeeting>().MeetAsync(default);
        }

        Assert.True(await RowsOfAsync("demo-alice", 1) > 0);
        await HoldAndLayDownAsync();
        Rekey();
        Assert.All(await Task.WhenAll(RekeyedHome.Members.Select(member => RowsOfAsync(member, 1))), rows => Assert.Equal(0, rows));
        Assert.True(await RowsOfAsync("demo-alice", 2) > 0);
        Assert.Equal(2, await _cluster.Primary.AskAsync<long>("SELECT count(*) FROM ledger.edges", "ledger"));
        Assert.Contains(FaultsOf("--Edge:Signing:MemberWith=1"), fault => fault.Contains("stand under version 2 of the member secret, and this edge goes by version 1", StringComparison.Ordinal));

        await using (var here = await StartAsync(_first, 1))
        await using (var there = await StartAsync(_second, 2))
        {
            var (dock, app) = (new Terminal(there, Terminal.Dock), AppOf(there));
            Assert.Equal(begun, await dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-1"), begin));
            Assert.Equal(Custody.Returned, (await dock.ReturnAsync("bike-1")).Custody);
            Assert.Equal(RedeemOutcome.Redeemed, (await new Terminal(here, Terminal.Dock).RedeemAsync(token)).Outcome);
            var why = await app.ExplainDecisionAsync(new ExplainDecisionRequest { MemberRef = _second.CodeOf("demo-bo"), ClaimCode = DecisionSeal.ClaimCodeOf(refused) });
            Assert.Equal("SCORE", why.Reasons[0].Code);
            Assert.Equal("this is wrong", (await app.GetDisputeAsync(new GetDisputeRequest { MemberRef = _second.CodeOf("demo-bo"), DisputeId = dispute })).Dispute.Statement);
            foreach (var (edge, home) in new[] { (here, _first), (there, _second) })
            {
                var asked = await AppOf(edge).ListAccessesAsync(new ListAccessesRequest { MemberRef = home.CodeOf("demo-bo") });
                Assert.Equal((false, 2), (asked.ThisEdgeAlone, asked.Accesses.Sum(access => access.Count)));
                Assert.Equal(Outcome.Ineligible, (await new Terminal(edge, Terminal.Dock).CheckAsync(Terminal.Ask("demo-dora", Bike))).Outcome);
            }

            Assert.Equal("+-++", await AskAsync(there, "demo-alice", 3, 2, 0, 1)); // Its first question tells it what was asked before.
        }

        Assert.All(RekeyedHome.Members, member => Assert.Empty(_first.FilesNaming(member, 1).Concat(_second.FilesNaming(member, 1))));
    }

    /// <summary>Steps 1 and 2: the edges go on under the old version, and while one of them runs nothing is re-keyed.</summary>
    private async Task HoldAndLayDownAsync()
    {
        _first.LayDownSecondVersion();
        _second.LayDownSecondVersionOf(_first);
        await using var held = await StartAsync(_second, 2, "--Edge:Signing:MemberWith=1");
        var grants = await new Terminal(held, Terminal.Dock).BeginAsync(Terminal.Ask("demo-fay", "umbrella.deposit-free", "umbrella-1"));
        Assert.NotEqual(GrantOutcome.Unspecified, grants.Outcome);
        var (code, said) = _first.Rekey(Settings);
        Assert.Equal((ExitCode.Failed, "failed"), (code, (string)said["result"]!));
        Assert.Contains("edges are connected to it. Stop every one of them.", (string)said["faults"]![0]!, StringComparison.Ordinal);
    }

    /// <summary>Steps 3 and 4.</summary>
    private void Rekey()
    {
        var (code, said) = _first.Rekey(["--dry-run", .. Settings]);
        Assert.Equal((ExitCode.Stopped, "possible"), (code, (string)said["result"]!));
        (code, said) = _first.Rekey([.. Settings.Where(setting => !setting.Contains(":Owner=", StringComparison.Ordinal))]);
        Assert.Equal(ExitCode.NotProvided, code);
        Assert.Contains("name the role that owns the schema", (string)said["faults"]![0]!, StringComparison.Ordinal);
        (code, said) = _first.Rekey(Settings);
        Assert.Equal((ExitCode.Stopped, "done", 1, 2), (code, (string)said["result"]!, (int)said["from_version"]!, (int)said["to_version"]!));
        Assert.Equal("already", (string)_first.Rekey(Settings).Said["result"]!);
    }

    private Task<EdgeHost> StartAsync(RekeyedHome home, int number, params string[] further) =>
        EdgeHost.StartInAsync(home.Folder, [.. Settings, $"--Edge:Signing:EdgeNumber={number}", .. further]);

    private static MembershipService.MembershipServiceClient AppOf(EdgeHost edge) => new(edge.As("member-app"));

    private static Task<string> AskAsync(EdgeHost edge, string member, params int[] perks) => new Terminal(edge, Terminal.CreditDesk)
        .AskEachAsync(member, perks.Select(perk => DeskPerks[perk]), () => ToldAsync(edge));

    private static async Task ToldAsync(EdgeHost edge)
    {
        while (edge.Service<AskedTelling>().Waiting > 0)
            await Task.Yield();
    }

    private static async Task SharedAsync(params EdgeHost[] edges)
    {
        foreach (var edge in edges)
        {
            await edge.Service<AccessLog>().FlushAsync();
            while (edge.Service<SharedAccesses>().WaitingBytes > 0)
                await Task.Yield();
        }
    }

    /// <summary>How many rows of the ledger stand under a member's key.</summary>
    private async Task<long> RowsOfAsync(string member, int version)
    {
        var key = LedgerKeys.Number(_first.KeyOf(member, version));
        var counts = TablesOfMembers.Select(table => $"(SELECT count(*) FROM ledger.{table} WHERE member = {key})");
        return await _cluster.Primary.AskAsync<long>($"SELECT {string.Join(" + ", counts)}", "ledger");
    }

    private IReadOnlyList<string> FaultsOf(params string[] settings)
    {
        try
        {
            using var app = (IDisposable)EdgeApp.Build([.. EdgeHost.SettingsOf(_first.Folder), .. Settings, .. settings]);
            return [];
        }
        catch (StartFaultsException start)
        {
            return start.Faults;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using EdgeService.Building.Population;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeService.Tests.Proof;

/// <summary>What an edge wrote down while its ledger was out of reach, and promised to settle.</summary>
public sealed class OutageKillTests : IDisposable
{
    private const int Bikes = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _workplace = new();

    private string Ledger => _home.At("ledger", "ledger.db");

    private string AwayLedger => _home.At("ledger", "ledger.away");

    public void Dispose()
    {
        _home.Dispose();
        _workplace.Dispose();
    }

    [FactNeeds("gcc")]
    public async Task Provisional_answers_survive_a_power_cut_and_are_settled_once()
    {
        MadeHome.CopyTo(_home);
        var layer = await LostWrites.OverAsync(_home.At("ledger"), _workplace.Path);
        Dictionary<BeginGrantRequest, BeginGrantResponse> promised;
        await using (var edge = await ServiceProcess.StartAsync(_home.Path, new ServiceStart { Environment = layer.Environment() }))
        {
            File.Move(Ledger, AwayLedger);
            promised = await PromisesAsync(edge);
            await edge.KillAsync();
        }

        await layer.CutPowerAsync();
        File.Move(AwayLedger, Ledger);
        await using (var edge = await ServiceProcess.StartAsync(_home.Path))
        {
            foreach (var (request, first) in promised)
                await SettledAsync(edge, request, first);
        }

        var content = await SqliteContent.ReadAsync(Ledger);
        var grants = content.Entries.Where(one => one.Entry.Grant is not null).Select(one => (one.Member, Grant: one.Entry.Grant!));
        var given = grants.DistinctBy(one => (one.Member, one.Grant.Number)).Select(one => one.Grant.Terms.Items[0]);
        Assert.Equal(promised.Keys.Select(request => request.Inquiry.ItemRefs[0]).Order(), given.Order());
    }

    private static async Task<Dictionary<BeginGrantRequest, BeginGrantResponse>> PromisesAsync(ServiceProcess edge)
    {
        using var channel = edge.Channel();
        var promised = new Dictionary<BeginGrantRequest, BeginGrantResponse>();
        for (var candidate = 1; promised.Count < Bikes; candidate++)
        {
            var member = new MemberRef { Kind = MemberRefKind.MemberId, Value = MadePopulation.IdOf(candidate) };
            var inquiry = new Inquiry { PerkId = RunningService.Bike, MemberRef = member };
            inquiry.ItemRefs.Add(string.Create(CultureInfo.InvariantCulture, $"bike-{candidate}"));
            var request = new BeginGrantRequest { RequestId = RunningService.NewId(), Inquiry = inquiry };
            var response = await new GrantService.GrantServiceClient(channel).BeginGrantAsync(request);
            if (response.Outcome == GrantOutcome.Provisional)
                promised.Add(request, response);
            else
                Assert.Equal(GrantOutcome.Refused, response.Outcome);
        }

        return promised;
    }

    private static async Task SettledAsync(ServiceProcess edge, BeginGrantRequest request, BeginGrantResponse first)
    {
        using var channel = edge.Channel();
        var grants = new GrantService.GrantServiceClient(channel);
        Assert.Equal(first.ToByteArray(), (await grants.BeginGrantAsync(request)).ToByteArray());
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var settled = await grants.GetGrantAsync(new GetGrantRequest { RequestId = request.RequestId });
            if (settled.Outcome == ClaimOutcome.Settled)
                break;
            Assert.Equal(ClaimOutcome.Pending, settled.Outcome);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
        }

        Assert.Equal(first.ToByteArray(), (await grants.BeginGrantAsync(request)).ToByteArray());
    }
}

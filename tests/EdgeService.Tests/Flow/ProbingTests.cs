using System.Diagnostics.Metrics;
using EdgeService.Catalog;
using EdgeService.Core.Members;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Telemetry;
using EdgeService.Tests.Operators;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Perks.Edge.V1;
using Perks.Member.V1;
using MemberRef = Perks.Edge.V1.MemberRef;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Flow;

/// <summary>How many perks a partner may ask about for one member in a day.</summary>
public sealed class ProbingTests : IAsyncLifetime
{
    private static readonly string[] Perks = ["hotel.discount", "housing.deposit-free", "travel.visa-support", "credit.line"];

    private OperatedEdge _edge = null!;
    private Terminal _desk = null!;

    public async Task InitializeAsync()
    {
        _edge = await OperatedEdge.StartAsync("--Edge:Probing:PerksPerDay=2");
        _desk = new(_edge.Host, Terminal.CreditDesk);
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("demo-alice")]
    [InlineData("demo-bo")]
    [InlineData("demo-fay")]
    [InlineData("demo-hana")]
    [InlineData("nobody-at-all")]
    public async Task Third_perk_of_a_day_is_refused_alike_for_whoever_it_is(string member)
    {
        await AskAsync(member, Perks[0]);
        await AskAsync(member, Perks[1]);
        await AskAsync(member, Perks[0]);
        var spent = await Assert.ThrowsAsync<RpcException>(() => AskAsync(member, Perks[2]));
        var begun = await Assert.ThrowsAsync<RpcException>(() => _desk.BeginAsync(Terminal.Ask(member, Perks[3])));
        var issued = await Assert.ThrowsAsync<RpcException>(() => _desk.IssueAsync(Terminal.Ask(member, Perks[3])));

        foreach (var fault in new[] { spent, begun, issued })
        {
            Assert.Equal((StatusCode.ResourceExhausted, "PERK_BUDGET_SPENT"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
            Assert.Equal(ExpectedDetail, fault.Status.Detail);
            Assert.Equal(["perks-error-fields-bin", "perks-error-reason"], fault.Trailers.Select(entry => entry.Key).Where(key => key.StartsWith("perks", StringComparison.Ordinal)).Order());
        }

        await AskAsync(member, Perks[1]);
        _edge.Clock.Now += TimeSpan.FromDays(1);
        await AskAsync(member, Perks[2]);
    }

    [Fact]
    public async Task Each_item_of_a_batch_or_stream_is_charged_for_itself()
    {
        var batch = new BatchCheckEligibilityRequest { Inquiries = { Perks.Select(perk => Terminal.Ask("demo-erik", perk)) } };
        var results = (await _desk.Eligibility.BatchCheckEligibilityAsync(batch, _desk.Options)).Results;
        Assert.Equal([false, false, true, true], results.Select(result => result.Fault?.Reason == ErrorReason.PerkBudgetSpent));

        using var stream = _desk.Eligibility.StreamEligibility(_desk.Options);
        await stream.RequestStream.WriteAsync(new() { CorrelationId = "1", Inquiry = Terminal.Ask("demo-erik", Perks[2]) });
        Assert.True(await stream.ResponseStream.MoveNext());
        Assert.Equal(ErrorReason.PerkBudgetSpent, stream.ResponseStream.Current.Result.Fault.Reason);
        await stream.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task Budget_is_the_partners_and_the_persons_whatever_is_scanned()
    {
        await using var edge = await OperatedEdge.StartAsync("--Edge:Probing:PerksPerDay=1");
        var hospital = new Terminal(edge.Host, "cityhospital:east-wing:desk-1");
        var emergency = new Terminal(edge.Host, "cityhospital:emergency:desk-1");
        await emergency.CheckAsync(Card("CARD-ALICE", "hospital.wheelchair"));
        var spent = await Assert.ThrowsAsync<RpcException>(() => hospital.CheckAsync(new Inquiry
        {
            MemberRef = new MemberRef { Kind = MemberRefKind.IdentityDocument, Value = "ID-ALICE" },
            PerkId = "hospital.credit-treatment",
        }));
        Assert.Equal("PERK_BUDGET_SPENT", spent.Trailers.GetValue("perks-error-reason"));

        await hospital.CheckAsync(Card("CARD-BO", "hospital.wheelchair"));
        await new Terminal(edge.Host, Terminal.Kiosk).CheckAsync(Card("CARD-ALICE", "library.cardless"));
    }

    [Fact]
    public async Task Members_own_app_is_not_charged()
    {
        var app = new MembershipService.MembershipServiceClient(_edge.Host.As("member-app"));
        await AskAsync("demo-chen", Perks[0]);
        await AskAsync("demo-chen", Perks[1]);
        var listed = await app.ListPerksAsync(new() { MemberRef = Terminal.Member("demo-chen") });
        Assert.True(listed.Perks.Count > 10);
        var issued = await app.IssueTokenAsync(new()
        {
            RequestId = Terminal.NewId(),
            MemberRef = Terminal.Member("demo-chen"),
            PerkId = Perks[2],
            Audience = "CREDIT-1",
        });
        Assert.Equal(Outcome.Ineligible, issued.Outcome);
    }

    [Fact]
    public async Task Another_partners_grant_does_not_show_through_a_limit()
    {
        await using var edge = await OperatedEdge.StartAsync();
        edge.AddPartner("otherbike", like: "citybike");
        var other = new Terminal(edge.Host, "otherbike:central-park:dock-1");
        await edge.ApplyAsync(
            edge.Enrol(1, 700),
            edge.Change(2, change => change.GiveConsent = new() { Scope = new() { Scene = global::Perks.Admin.V1.Scene.Mobility, PartnerId = "otherbike" } }));
        Assert.Equal(Outcome.Eligible, (await other.CheckAsync(Terminal.Ask(OperatedEdge.Member, "bike.deposit-free"))).Outcome);
        Assert.Equal(GrantOutcome.Granted, (await edge.Dock.BeginAsync(Terminal.Ask(OperatedEdge.Member, "bike.deposit-free", "bike-1"))).Outcome);

        var here = await edge.Dock.CheckAsync(Terminal.Ask(OperatedEdge.Member, "bike.deposit-free"));
        var there = await other.CheckAsync(Terminal.Ask(OperatedEdge.Member, "bike.deposit-free"));
        var nobody = await other.CheckAsync(Terminal.Ask("nobody-at-all", "bike.deposit-free"));
        Assert.Equal((RefusalCode.LimitHere, RefusalCode.NotAvailable), (here.RefusalCode, there.RefusalCode));
        Assert.Equal(nobody.CalculateSize(), there.CalculateSize());
        (there.DecisionId, there.Basis) = (nobody.DecisionId, nobody.Basis);
        Assert.Equal(nobody, there);
        Assert.Equal(there.Remedy, (await other.BeginAsync(Terminal.Ask(OperatedEdge.Member, "bike.deposit-free", "bike-2"))).Decision.Remedy);
    }

    [Fact]
    public async Task Ladder_is_counted_once_for_every_further_threshold_and_names_no_member()
    {
        await using var edge = await OperatedEdge.StartAsync();
        var desk = new Terminal(edge.Host, Terminal.CreditDesk);
        List<string> seen = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "edge.probing.ladders" && instrument.Meter.Scope == edge.Host.Service<IMeterFactory>())
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (seen)
                seen.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
        });
        listener.Start();
        foreach (var perk in new[] { Perks[1], Perks[0], Perks[0], "car-rental.deposit-free" })
            await desk.CheckAsync(Terminal.Ask("demo-alice", perk));
        Assert.Empty(seen);
        await desk.CheckAsync(Terminal.Ask("demo-alice", Perks[2]));
        await desk.CheckAsync(Terminal.Ask("demo-alice", Perks[2]));
        await desk.CheckAsync(Terminal.Ask("demo-alice", Perks[3]));
        Assert.Equal(Enumerable.Repeat("1 partner=creditdesk terminal=creditdesk:downtown:desk-1", 2), seen);
    }

    [Fact]
    public void Line_about_ladders_comes_once_a_minute_from_a_terminal_and_says_how_many_were_kept_back()
    {
        var log = new KeptLines();
        var alarm = new LadderAlarm(_edge.Host.Service<EdgeMeter>(), log);
        var now = _edge.Clock.Now;
        for (var second = 0; second < 130; second += 10)
            alarm.Raise(At("desk-1"), 3, now.AddSeconds(second));
        alarm.Raise(At("desk-2"), 4, now);

        Assert.Equal(
        [
            "Terminal creditdesk:downtown:desk-1 asks about one member at 3 score thresholds in a day; 0 more such ladders since the last line",
            "Terminal creditdesk:downtown:desk-1 asks about one member at 3 score thresholds in a day; 5 more such ladders since the last line",
            "Terminal creditdesk:downtown:desk-1 asks about one member at 3 score thresholds in a day; 5 more such ladders since the last line",
            "Terminal creditdesk:downtown:desk-2 asks about one member at 4 score thresholds in a day; 0 more such ladders since the last line",
        ], log.Lines);
    }

    [Fact]
    public void Repeated_question_allocates_nothing()
    {
        var (probing, catalog, caller) = (_edge.Host.Service<Probing>(), _edge.Host.Service<CurrentCatalog>().Catalog, At("desk-1"));
        var (partner, perk) = (catalog.FindPartner("creditdesk")!, catalog.FindPerk(Perks[0])!);
        Assert.True(partner.Thresholds.Count > 2);
        for (var call = 0; call < 100; call++)
            probing.Charge(caller, partner, perk, new MemberKey(42), _edge.Clock.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1_000; call++)
            probing.Charge(caller, partner, perk, new MemberKey(42), _edge.Clock.Now);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Partner_that_asks_about_too_many_is_refused_and_what_it_has_asked_is_not_forgotten()
    {
        await using var edge = await OperatedEdge.StartAsync("--Edge:Probing:PerksPerDay=2", "--Edge:Probing:MaxPairs=1000");
        var (probing, catalog, caller, now) = (edge.Host.Service<Probing>(), edge.Host.Service<CurrentCatalog>().Catalog, At("desk-1"), edge.Clock.Now);
        var partner = catalog.FindPartner("creditdesk")!;
        var perks = Perks.Select(perk => catalog.FindPerk(perk)!).ToArray();
        for (var member = 1UL; member <= 250; member++)
        {
            probing.Charge(caller, partner, perks[0], new MemberKey(member), now);
            probing.Charge(caller, partner, perks[1], new MemberKey(member), now);
        }

        Assert.Equal(Faults.FaultReason.Overloaded, ReasonOf(() => probing.Charge(caller, partner, perks[0], new MemberKey(251), now)));
        Assert.Equal(Faults.FaultReason.PerkBudgetSpent, ReasonOf(() => probing.Charge(caller, partner, perks[2], new MemberKey(1), now)));
        probing.Charge(caller, partner, perks[0], new MemberKey(250), now);
        probing.Charge(caller, partner, perks[2], new MemberKey(251), now.AddDays(1));
    }

    [Fact]
    public void Budget_holds_for_many_threads_at_once()
    {
        var (probing, catalog, caller) = (_edge.Host.Service<Probing>(), _edge.Host.Service<CurrentCatalog>().Catalog, At("desk-1"));
        var partner = catalog.FindPartner("creditdesk")!;
        var perks = Perks.Select(perk => catalog.FindPerk(perk)!).ToArray();
        for (var member = 1UL; member <= 200; member++)
        {
            var allowed = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
            Parallel.For(0, 16, number =>
            {
                var perk = perks[number % perks.Length];
                try
                {
                    probing.Charge(caller, partner, perk, new MemberKey(member), _edge.Clock.Now);
                    allowed[perk.Id] = true;
                }
                catch (RpcException)
                {
                    // Beyond the budget.
                }
            });
            Assert.Equal(2, allowed.Count);
        }
    }

    private static string ExpectedDetail =>
        "Terminals of this partner have asked about as many perks for this person today as they may, whoever it is and whatever was answered. "
        + "Ask about one of those, or tomorrow (UTC).";

    private static Faults.FaultReason ReasonOf(Action ask) => Assert.Throws<Faults.EdgeFaultException>(ask).Fault.Reason;

    private static Caller At(string terminal) =>
        new(CallerRole.Terminal, "creditdesk", "downtown", terminal, "", $"urn:perks:terminal:creditdesk:downtown:{terminal}");

    private static Inquiry Card(string number, string perk) => new() { MemberRef = new() { Kind = MemberRefKind.PartnerCard, Value = number }, PerkId = perk };

    private Task<Decision> AskAsync(string member, string perk) => _desk.CheckAsync(Terminal.Ask(member, perk));

    private sealed class KeptLines : ILogger<LadderAlarm>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}

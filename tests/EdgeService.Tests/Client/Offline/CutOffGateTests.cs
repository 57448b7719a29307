using EdgeService.Core.Eligibility;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;

namespace EdgeService.Tests.Client.Offline;

/// <summary>A gate that learnt from a real edge and is then on its own: what it accepts, what it refuses, and what comes of it afterwards.</summary>
public sealed class CutOffGateTests : IAsyncLifetime
{
    private const string Charger = "charger.deposit-free";
    private const string Wheelchair = "hospital.wheelchair";
    private const string Lounge = "station.lounge";
    private const string HospitalDesk = "cityhospital:east-wing:desk-1";

    private readonly SetClock _edgeClock = new(TimeProvider.System.GetUtcNow());
    private readonly SetClock _gateClock;
    private EdgeHost _host = null!;

    public CutOffGateTests() => _gateClock = new SetClock(_edgeClock.Now);

    public async Task InitializeAsync()
    {
        _host = await EdgeHost.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(_edgeClock), null);
        // A start gives no place in a status list that the edge can have given before it.
        Pass(TimeSpan.FromSeconds(1));
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Token_opens_once_also_after_a_restart_and_is_settled_when_the_edge_is_back()
    {
        using var gate = await GateAsync(Terminal.Dock);
        var token = await IssueAsync(gate, "demo-chen", Charger);
        var accepted = gate.Verifier.Accept(token, ["charger-c1"]);
        Assert.Equal((true, CutOffRefusal.None, TokenVerdict.Valid), (accepted.MayOpen, accepted.Refusal, accepted.Verdict));
        gate.Restart();
        var again = gate.Verifier.Accept(token, ["charger-c2"]);
        Assert.Equal((CutOffRefusal.Token, TokenVerdict.AlreadyRedeemed), (again.Refusal, again.Verdict));

        Assert.Equal(ClaimOutcome.Settled, (await gate.UploadOneAsync()).Outcome);
        gate.Restart();
        Assert.Equal(0, gate.Journal.Count);
        Assert.Equal(TokenVerdict.AlreadyRedeemed, gate.Verifier.Verify(token).Verdict);
    }

    [Fact]
    public async Task Power_cut_at_any_byte_leaves_a_token_unused_and_unclaimed_or_used_and_claimed()
    {
        using var gate = await GateAsync(Terminal.Dock);
        var tokens = new[] { await IssueAsync(gate, "demo-chen", Charger), await IssueAsync(gate, "demo-erik", Charger) };
        gate.Verifier.Accept(tokens[0]);
        var first = new FileInfo(gate.JournalPath).Length;
        gate.Verifier.Accept(tokens[1]);
        gate.Journal.Dispose();
        var whole = File.ReadAllBytes(gate.JournalPath);
        for (var cut = (int)first; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(gate.JournalPath, whole[..cut]);
            gate.Restart();
            var count = cut < whole.Length ? 1 : 2;
            Assert.Equal(count, gate.Journal.Count);
            Assert.Equal(TokenVerdict.AlreadyRedeemed, gate.Verifier.Verify(tokens[0]).Verdict);
            Assert.Equal(count == 1, gate.Verifier.Verify(tokens[1]).MayOpen);
        }
    }

    [Fact]
    public async Task Token_shown_at_two_gates_at_once_comes_back_as_a_late_conflict()
    {
        using var first = await GateAsync(Terminal.Gate1);
        using var second = await GateAsync(Terminal.Gate2);
        var token = (await first.Terminal.IssueAsync(Terminal.Ask("demo-chen", Lounge), "LOUNGE-A")).Token.Text;
        Assert.True(first.Verifier.Accept(token).MayOpen);
        Pass(TimeSpan.FromSeconds(2));
        Assert.True(second.Verifier.Accept(token).MayOpen);
        Assert.Equal(ClaimOutcome.Settled, (await first.UploadOneAsync()).Outcome);
        var conflict = await second.UploadOneAsync();
        Assert.Equal((ClaimOutcome.LateConflict, true), (conflict.Outcome, conflict.ConflictId.Length > 0));
        var listed = await new Perks.Admin.V1.LedgerService.LedgerServiceClient(_host.As("operator")).ListConflictsAsync(new Perks.Admin.V1.ListConflictsRequest());
        Assert.Contains(listed.Conflicts, known => known.ConflictId == conflict.ConflictId);
    }

    [Fact]
    public async Task Allowance_ends_with_its_number_and_comes_back_with_contact_over_restarts()
    {
        using var gate = await GateAsync(Terminal.Dock);
        for (var number = 0; number < 20; number++)
            Assert.True(gate.Verifier.Accept(await IssueAsync(gate, "demo-chen", Charger)).MayOpen);
        var beyond = await IssueAsync(gate, "demo-chen", Charger);
        gate.Restart();
        Assert.Equal(CutOffRefusal.AllowanceSpent, gate.Verifier.Accept(beyond).Refusal);
        Assert.True(gate.Verifier.Verify(await IssueAsync(gate, "demo-chen", "umbrella.deposit-free")).MayOpen);
        await gate.Verifier.LearnAsync(gate.Terminal);
        gate.Restart();
        Assert.Equal(20, gate.Journal.Count);
        Assert.True(gate.Verifier.Accept(beyond).MayOpen);
    }

    [Fact]
    public async Task Allowance_ends_with_its_time_and_a_gate_that_was_never_connected_opens_for_nobody()
    {
        using var gate = await GateAsync(Terminal.Dock);
        Pass(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        Assert.Equal(CutOffRefusal.TooLongCutOff, gate.Verifier.Verify(await IssueAsync(gate, "demo-chen", Charger)).Refusal);
        using var unconnected = new TrialGate(_host.Doors.Plaintext!, Terminal.Dock, _gateClock);
        Assert.Equal(CutOffRefusal.TooLongCutOff, unconnected.Verifier.Verify("PE1AAAA").Refusal);
        Assert.Equal(CutOffRefusal.MustAsk, unconnected.Verifier.Lend(Terminal.Ask("demo-chen", Wheelchair)).Refusal);
    }

    [Fact]
    public async Task Clock_set_back_an_hour_leaves_only_what_always_goes_on()
    {
        using var dock = await GateAsync(Terminal.Dock);
        using var desk = await GateAsync(HospitalDesk);
        var (charger, chair) = (await IssueAsync(dock, "demo-chen", Charger), await IssueAsync(desk, "demo-dora", Wheelchair));
        _gateClock.Now -= TimeSpan.FromHours(1);
        dock.Restart();
        desk.Restart();
        Assert.True(dock.Verifier.State().ClockBehind);
        Assert.Equal((CutOffRefusal.ClockBehind, TokenVerdict.Valid), (dock.Verifier.Accept(charger).Refusal, dock.Verifier.Verify(charger).Verdict));
        var lent = desk.Verifier.Accept(chair, ["chair-b1"]);
        Assert.True(lent.MayOpen);
        // Its claim carries no time before one that was signed.
        Assert.True(lent.Claim!.ClaimTime.ToDateTimeOffset() >= desk.Verifier.State().HighestSigned);
        Assert.True(desk.Verifier.Lend(Terminal.Ask("demo-dora", Wheelchair)).MayOpen);
        _gateClock.Now += TimeSpan.FromHours(1);
        Assert.True(dock.Verifier.Accept(charger).MayOpen);
    }

    [Fact]
    public async Task Token_that_was_over_is_not_revived_by_a_clock_set_back()
    {
        using var dock = await GateAsync(Terminal.Dock);
        var token = await IssueAsync(dock, "demo-chen", Charger);
        Pass(TimeSpan.FromMinutes(10));
        await _host.Service<EdgeService.Flow.StatusLists>().LookAsync(CancellationToken.None);
        await dock.Verifier.LearnAsync(dock.Terminal);
        _gateClock.Now -= TimeSpan.FromMinutes(10);
        dock.Restart();
        Assert.Equal(TokenVerdict.Expired, dock.Verifier.Verify(token).Verdict);
    }

    [Fact]
    public async Task Clock_an_hour_ahead_refuses_as_expired_and_forgets_no_token()
    {
        using var dock = await GateAsync(Terminal.Dock);
        var (used, unused) = (await IssueAsync(dock, "demo-chen", Charger), await IssueAsync(dock, "demo-erik", Charger));
        dock.Verifier.Accept(used);
        _gateClock.Now += TimeSpan.FromHours(1);
        Assert.Equal(TokenVerdict.Expired, dock.Verifier.Verify(unused).Verdict);
        Assert.Equal(ClaimOutcome.Settled, (await dock.UploadOneAsync()).Outcome);
        _gateClock.Now -= TimeSpan.FromHours(1);
        dock.Restart();
        Assert.Equal(TokenVerdict.AlreadyRedeemed, dock.Verifier.Verify(used).Verdict);
        Assert.True(dock.Verifier.Verify(unused).MayOpen);
    }

    [Fact]
    public async Task Damaged_files_are_named_and_fetched_anew_each_for_itself()
    {
        using var dock = await GateAsync(Terminal.Dock);
        var token = await IssueAsync(dock, "demo-chen", Charger);
        foreach (var path in Directory.GetFiles(dock.Folder))
        {
            var good = await File.ReadAllBytesAsync(path);
            foreach (var damaged in new[] { good[..^1], [], [.. good[..20], (byte)(good[20] ^ 1), .. good[21..]], "hello, gate, this is some other file of yours"u8.ToArray() })
            {
                await File.WriteAllBytesAsync(path, damaged);
                dock.Restart();
                Assert.Contains(path, Assert.Single(dock.Verifier.Faults), StringComparison.Ordinal);
                await dock.Verifier.LearnAsync(dock.Terminal);
                dock.Restart();
                Assert.Empty(dock.Verifier.Faults);
                Assert.True(dock.Verifier.Verify(token).MayOpen);
            }
        }
    }

    [Fact]
    public async Task Key_set_whose_keys_are_over_opens_nothing_and_says_so()
    {
        using var dock = await GateAsync(Terminal.Dock);
        var token = await IssueAsync(dock, "demo-chen", Charger);
        Assert.True(dock.Verifier.State().UsableKeys > 0);
        Pass(TimeSpan.FromDays(4000));
        var state = dock.Verifier.State();
        Assert.Equal((0, 0), (state.UsableKeys, state.FreshLists));
        Assert.Equal(CutOffRefusal.Token, dock.Verifier.Verify(token).Refusal);
    }

    [Journals.FactNeedsSmallDisk]
    public async Task Full_disk_opens_for_nobody_and_goes_on_when_there_is_room()
    {
        using var disk = new Journals.SmallDisk(64);
        using var dock = await GateAsync(Terminal.Dock);
        using var journal = EdgeService.Client.OfflineJournal.Open(disk.At("gate.journal"));
        var verifier = EdgeService.Client.OfflineVerifier.Open(dock.Folder, journal, _gateClock);
        await verifier.LearnAsync(dock.Terminal);
        var token = await IssueAsync(dock, "demo-chen", Charger);
        using (disk.Fill())
        {
            Assert.Throws<IOException>(() => verifier.Accept(token, [new string('x', 8192)]));
            Assert.Equal((0, true), (journal.Count, verifier.Verify(token).MayOpen));
        }

        Assert.True(verifier.Accept(token).MayOpen);
    }

    [Fact]
    public async Task One_token_shown_by_many_lanes_at_once_opens_one()
    {
        using var dock = await GateAsync(Terminal.Dock);
        var token = await IssueAsync(dock, "demo-chen", Charger);
        var opened = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => dock.Verifier.Accept(token).MayOpen)));
        Assert.Single(opened, open => open);
        Assert.Equal(1, dock.Journal.Count);
    }

    private async Task<TrialGate> GateAsync(string terminal)
    {
        var gate = new TrialGate(_host.Doors.Plaintext!, terminal, _gateClock);
        await _host.Service<EdgeService.Flow.StatusLists>().LookAsync(CancellationToken.None);
        await gate.Verifier.LearnAsync(gate.Terminal);
        return gate;
    }

    private static async Task<string> IssueAsync(TrialGate gate, string member, string perk)
    {
        var issued = await gate.Terminal.IssueAsync(Terminal.Ask(member, perk));
        return issued.Token?.Text ?? throw new InvalidOperationException(issued.Decision.ToString());
    }

    private void Pass(TimeSpan time)
    {
        _edgeClock.Now += time;
        _gateClock.Now += time;
    }
}

using EdgeService.Core.Registration;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>What every store of the register must hold to.</summary>
public abstract class TerminalRegisterSuite : IAsyncLifetime
{
    protected const string Dock = "urn:perks:terminal:citybike:central-park:dock-1";
    protected const string Kiosk = "urn:perks:terminal:citylib:main-library:kiosk-1";
    private const string Operator = "urn:perks:operator:night-shift";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    protected ITerminalRegister Register { get; set; } = null!;

    protected SetClock Clock { get; } = new(Noon);

    public async Task InitializeAsync() => Register = await OpenAsync();

    public abstract Task DisposeAsync();

    protected abstract Task<ITerminalRegister> OpenAsync();

    [StoreFact]
    public async Task What_was_done_is_read_back_with_its_history_and_is_there_after_a_restart()
    {
        await DoAsync(1, Dock, new EnrolTerminal(Operator, Certificate("B2"), Hour));
        await DoAsync(2, Dock, new RenewCertificate(Dock, Certificate("C3"), Certificate("B2"), Hour, true));
        await DoAsync(3, Dock, new RevokeCertificate(Operator, "F0", "not ours"));
        await DoAsync(4, Dock, new SuspendTerminal(Operator, "odd calls at night — 夜"));

        await ReopenAsync();
        var terminal = (await Register.ReadAsync(Dock, default))!.Terminal;
        Assert.Equal((4L, TerminalState.Suspended, Noon + Hour), (terminal.Version, terminal.State, terminal.OthersUntil));
        Assert.Equal(Certificate("B2") with { GoodUntil = Noon + Hour }, terminal.Find("B2"));
        Assert.Equal(Certificate("C3"), terminal.Find("C3"));
        Assert.Equal((DateTimeOffset.MaxValue, Noon, true), (terminal.Find("F0")!.NotAfter, terminal.Find("F0")!.GoodUntil, terminal.Find("F0")!.IsRevoked));
        Assert.Equal(
            [
                new RegisterEvent(Noon, Operator, RegisterAct.Suspended, "", "odd calls at night — 夜"),
                new RegisterEvent(Noon, Operator, RegisterAct.CertificateRevoked, "F0", "not ours"),
                new RegisterEvent(Noon, Dock, RegisterAct.Renewed, "C3", ""),
            ],
            await Register.ReadHistoryAsync(Dock, 3, default));
        Assert.Null(await Register.ReadAsync(Kiosk, default));
        Assert.Empty(await Register.ReadHistoryAsync(Kiosk, 3, default));
    }

    [StoreFact]
    public async Task Certificates_that_are_over_are_no_part_of_what_is_decided_on_a_day_later()
    {
        await DoAsync(1, Dock, new EnrolTerminal(Operator, Certificate("B2"), Hour));
        await DoAsync(2, Dock, new EnrolTerminal(Operator, Certificate("C3"), Hour));
        await DoAsync(3, Dock, new RevokeCertificate(Operator, "F0", "not ours"));
        RegisteredTerminal? seen = null;
        var later = Call(4, Dock, before => throw new InvalidOperationException($"{seen = before}")) with { Now = Noon + TimeSpan.FromDays(1) + Hour };
        await Assert.ThrowsAsync<InvalidOperationException>(() => Register.ChangeAsync(later, default));
        Assert.Equal(["C3", "F0"], seen!.Certificates.Select(one => one.Serial).Order());
    }

    [StoreFact]
    public async Task Repeated_request_gets_the_first_answer_without_deciding_and_another_body_none()
    {
        var first = (LedgerAnswer.Kept)await DoAsync(1, Dock, new SuspendTerminal(Operator, "odd"));
        var again = (LedgerAnswer.Kept)await Register.ChangeAsync(Call(1, Dock, _ => throw new InvalidOperationException("decided twice")), default);
        Assert.Equal((false, true), (first.Repeated, again.Repeated));
        Assert.Equal(first.Reply, again.Reply);
        var other = Call(1, Dock, _ => throw new InvalidOperationException("decided")) with { Request = Request(1) with { BodyDigest = new byte[16] } };
        Assert.IsType<LedgerAnswer.Conflict>(await Register.ChangeAsync(other, default));
        Assert.Single(await Register.ReadHistoryAsync(Dock, 10, default));
    }

    [StoreFact]
    public async Task Call_that_decides_not_to_keeps_nothing_and_its_request_can_be_made_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Register.ChangeAsync(Call(1, Dock, _ => throw new InvalidOperationException("no")), default));
        Assert.Null(await Register.ReadAsync(Dock, default));
        Assert.False(((LedgerAnswer.Kept)await DoAsync(1, Dock, new SuspendTerminal(Operator, "odd"))).Repeated);
    }

    [StoreFact]
    public async Task Of_16_at_once_every_one_is_kept_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => DoAsync(i + 1, Dock, new RevokeCertificate(Operator, $"A{i}", "all of them")))));
        var terminal = (await Register.ReadAsync(Dock, default))!.Terminal;
        Assert.Equal((16L, 16), (terminal.Version, terminal.Certificates.Length));
        Assert.Equal(16, (await Register.ReadHistoryAsync(Dock, 100, default)).Count);
    }

    [StoreFact]
    public async Task Changes_are_followed_from_look_to_look_without_certificates_that_have_ended()
    {
        var empty = await Register.ReadChangesAsync(0, Noon, default);
        Assert.Empty(empty.Terminals);
        await DoAsync(1, Dock, new EnrolTerminal(Operator, Certificate("B2"), Hour));
        var first = await Register.ReadChangesAsync(empty.Next, Noon, default);
        Assert.Equal("B2", Assert.Single(Assert.Single(first.Terminals).Certificates).Serial);
        await DoAsync(2, Kiosk, new SuspendTerminal(Operator, "odd"));
        var second = await Register.ReadChangesAsync(first.Next, Noon, default);
        Assert.Contains(second.Terminals, terminal => terminal.Urn == Kiosk && terminal.State == TerminalState.Suspended);
        Assert.Empty((await Register.ReadChangesAsync(second.Next, Noon, default)).Terminals);

        var all = await Register.ReadChangesAsync(0, Noon + Month, default);
        Assert.Equal([(Dock, 0), (Kiosk, 0)], all.Terminals.Select(terminal => (terminal.Urn, terminal.Certificates.Length)).Order());
    }

    [StoreFact]
    public async Task Sights_keep_the_latest_and_touch_nothing_that_was_decided()
    {
        await DoAsync(1, Dock, new SuspendTerminal(Operator, "odd"));
        var before = await Register.ReadChangesAsync(0, Noon, default);
        await Register.NoteSightsAsync([new(Kiosk, Noon), new(Dock, Noon + Hour)], default);
        await Register.NoteSightsAsync([new(Dock, Noon)], default);
        Assert.Equal(Noon + Hour, (await Register.ReadAsync(Dock, default))!.LastSeen);
        var kiosk = (await Register.ReadAsync(Kiosk, default))!;
        Assert.Equal(((DateTimeOffset?)Noon, 0L), (kiosk.LastSeen, kiosk.Terminal.Version));
        Assert.Empty((await Register.ReadChangesAsync(before.Next, Noon, default)).Terminals);
    }

    [StoreFact]
    public async Task List_goes_by_name_page_after_page()
    {
        await DoAsync(1, Kiosk, new SuspendTerminal(Operator, "odd"));
        await Register.NoteSightsAsync([new(Dock, Noon)], default);
        await DoAsync(2, "urn:perks:terminal:citybike:central-park:dock-2", new EnrolTerminal(Operator, Certificate("B2"), Hour));
        await DoAsync(3, "urn:perks:terminal:citybike-2:x:y", new SuspendTerminal(Operator, "odd"));

        var first = await Register.ListAsync("", "", 2, default);
        var second = await Register.ListAsync("", first[^1].Terminal.Urn, 10, default);
        Assert.Equal(4, first.Count + second.Count);
        var names = first.Concat(second).Select(sheet => sheet.Terminal.Urn).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        var ofOne = await Register.ListAsync("urn:perks:terminal:citybike:", "", 10, default);
        Assert.Equal([((DateTimeOffset?)Noon, 0), (null, 1)], ofOne.Select(sheet => (sheet.LastSeen, sheet.Terminal.Certificates.Length)));
    }

    protected Task<LedgerAnswer> DoAsync(int request, string terminal, RegisterCommand command) => Register.ChangeAsync(
        Call(request, terminal, before => new RegisterVerdict(Registering.Apply(before, command, Clock.Now), [(byte)request])), default);

    protected static RegisterCall Call(int request, string terminal, Func<RegisteredTerminal, RegisterVerdict> decide) =>
        new() { Terminal = terminal, Request = Request(request), Now = Noon, Decide = decide };

    private static RegisteredCertificate Certificate(string serial) => new(serial, "D1" + serial, Noon, Noon + Month);

    private async Task ReopenAsync()
    {
        await DisposeAsync();
        Register = await OpenAsync();
    }
}

using System.Diagnostics;
using System.Globalization;
using EdgeService.Client;
using EdgeTerminals.Setup;
using Perks.Edge.V1;

namespace EdgeTerminals.Station;

/// <summary>A running terminal of one trade with a person at it: does what an act says and keeps what its screen shows. One act at a time.</summary>
internal sealed class TerminalStation : IAsyncDisposable
{
    private const int Slots = 8;
    private readonly DevelopmentHome _home;
    private readonly EdgeChannel _app;
    private readonly MemberClient _members;
    private readonly SkewedClock _clock = new();
    private readonly LinkSwitch _link = new();
    private readonly TicketKey _tickets;
    private readonly string _language;
    private Dictionary<string, AttributeValue> _ticket = [];
    private string _token = "";
    private int _queue;
    private string? _treatment;

    public TerminalStation(Trade trade, DevelopmentHome home, Uri plain, Uri tls, IReadOnlyList<Uri> others, string folder, string language)
    {
        (Trade, _home, _language) = (trade, home, language);
        _app = EdgeChannel.Open(home.As("member-app", tls));
        _members = new MemberClient(_app);
        _tickets = TicketKey.ReadOrMake(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder))!, "tickets.key"));
        Session = TerminalSession.Open(new TerminalSessionOptions
        {
            Connection = new EdgeConnection { Address = plain, Others = others, DevelopmentTerminal = trade.Qualified, Around = _link.Around },
            Folder = folder,
            Clock = _clock,
        });
        Session.ConditionChanged += (_, condition) => Say($"— {condition.Mode}: {condition.TextIn(language)}");
        Session.ClaimsAnswered += (_, answered) => answered.Results.ToList().ForEach(Settled);
        if (trade.Item.Length > 0)
            Racked = [.. Enumerable.Range(1, Slots - 2).Select(number => $"{trade.Item}-{number}")];
    }

    /// <summary>Raised with every line for the screen.</summary>
    public event Action<string>? Said;

    public Trade Trade { get; }

    public TerminalSession Session { get; }

    public Tally Tally { get; } = new();

    public bool IsCut => _link.IsCut;

    public string Member { get; private set; } = "demo-chen";

    /// <summary>What stands in the slots.</summary>
    public List<string> Racked { get; } = [];

    public int SlotCount => Trade.Item.Length > 0 ? Slots : 0;

    public Task RunAsync(Act act, CancellationToken cancellation) => act.Word switch
    {
        "member" => Do(() => Member = act.Rest),
        "token" => MakeTokenAsync(cancellation),
        "show" => AdmitAsync(_token, cancellation),
        "scan" => AdmitAsync(act.Rest, cancellation),
        "ticket" => Do(() => _ticket = act.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var kind, var number] ? _tickets.AttributesOf(kind, number) : []),
        "lend" => LendAsync(act.Rest, cancellation),
        "treat" => TreatAsync(cancellation),
        "settle" => SettleAsync(cancellation),
        "return" => ReturnAsync(act.Rest, cancellation),
        "cut" => Do(_link.Cut),
        "mend" => Do(_link.Mend),
        "clock" => Do(() => _clock.Skew = SecondsOf(act)),
        "wait" => Task.Delay(SecondsOf(act), cancellation),
        _ => UploadedAsync(cancellation),
    };

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _link.Dispose();
        await _app.DisposeAsync();
    }

    private async Task MakeTokenAsync(CancellationToken cancellation)
    {
        var issued = await _members.IssueAsync(_home.Showing(Member), Trade.Perk, Trade.TokenAudience, cancellation: cancellation);
        _token = issued.Token?.Text ?? "";
        Say(issued.Token is null ? $"{Member}'s app gets no token: {issued.Outcome}" : $"{Member}'s app shows a token for {Trade.TokenAudience}");
    }

    private async Task AdmitAsync(string scanned, CancellationToken cancellation)
    {
        var item = Trade.Item.Length > 0 ? Racked.FirstOrDefault() : null;
        var admission = await MeasuredAsync(() => Session.AdmitAsync(scanned, item is null ? null : [item], _ticket, null, cancellation), "scan");
        await HandOverAsync(admission, item, cancellation);
        _ticket = [];
    }

    private async Task LendAsync(string named, CancellationToken cancellation)
    {
        var item = named.Length > 0 ? named : Racked.FirstOrDefault() ?? "";
        var inquiry = new Inquiry { MemberRef = _home.Showing(Member), PerkId = Trade.Perk, ItemRefs = { item.Length > 0 ? [item] : Array.Empty<string>() }, Attributes = { _ticket } };
        await HandOverAsync(await MeasuredAsync(() => Session.LendAsync(inquiry, null, cancellation), "lend"), item, cancellation);
    }

    private async Task HandOverAsync(Admission admission, string? item, CancellationToken cancellation)
    {
        if (!admission.MayOpen || item is null or "")
            return;
        Racked.Remove(item);
        Say(Trade.Name == "dock" ? $"{item} is unlocked" : $"{item} is handed over");
        if (admission.Grant is { Custody: Custody.Opening } grant)
            await TryAsync(() => Session.Terminal.ConfirmAsync(grant.GrantId, null, null, cancellation));
    }

    private async Task TreatAsync(CancellationToken cancellation)
    {
        var inquiry = new Inquiry { MemberRef = _home.Showing(Member), PerkId = "hospital.credit-treatment" };
        var admission = await MeasuredAsync(() => Session.LendAsync(inquiry, null, cancellation), "treat");
        _treatment = admission.Grant?.GrantId ?? _treatment;
        Say(admission.MayOpen ? $"queue number A-{++_queue:000}: pay after the treatment" : "the ordinary queue");
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        if (_treatment is not { } grant)
        {
            Say("nothing to settle");
            return;
        }

        var bill = new Money { CurrencyCode = "CNY", MinorUnits = 12_000 };
        await TryAsync(async () =>
        {
            await Session.Terminal.Grants.ChargeAsync(grant, bill, $"bill-{Guid.NewGuid():n}", "treatment", cancellation: cancellation);
            await Session.Terminal.Grants.PayAsync(grant, bill, $"till-{Guid.NewGuid():n}", cancellation: cancellation);
            await Session.Terminal.Grants.CloseAsync(grant, "discharged", cancellation: cancellation);
            Say("120.00 CNY charged, paid, closed");
        });
        _treatment = null;
    }

    private async Task ReturnAsync(string item, CancellationToken cancellation)
    {
        var receipt = Trade is { Name: "dock", Terminal: "dock-1" } ? _home.SignReceipt(item, Racked.Count + 1) : "";
        var taken = await MeasuredAsync(() => Session.TakeBackAsync(item, receipt, cancellation), "return");
        if (!taken.MayOpen)
            return;
        Racked.Add(item);
        Say(receipt.Length > 0 ? $"{item} is in slot {Racked.Count}; receipt {receipt[..12]}… ({receipt.Length} characters)" : $"{item} is back");
    }

    private async Task UploadedAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (Session.Verifier is { Journal.Count: > 0 } && !limit.IsCancellationRequested)
        {
            await Session.UploadNowAsync(cancellation);
            await Task.Delay(200, cancellation);
        }

        Say($"{Session.Verifier?.Journal.Count ?? 0} claims wait");
    }

    private async Task<Admission> MeasuredAsync(Func<Task<Admission>> act, string word)
    {
        var began = Stopwatch.GetTimestamp();
        var admission = await act();
        var took = Stopwatch.GetElapsedTime(began);
        Tally.Note(admission, took);
        var detail = admission.MayOpen ? admission.Basis.ToString() : admission.Fault?.Message ?? "";
        Say($"{(admission.MayOpen ? "✓" : "✗")} {word}: {admission.TextIn(_language)} [{detail} {took.TotalMilliseconds:0} ms]".Replace("[ ", "[", StringComparison.Ordinal));
        return admission;
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (EdgeFaultException fault)
        {
            Say($"✗ {fault.Message}");
        }
    }

    private void Settled(OfflineClaimResult result)
    {
        Tally.Note(result);
        Say(result.Outcome == ClaimOutcome.Settled ? $"claim {result.Sequence} settled" : $"claim {result.Sequence}: {result.Outcome} {result.ConflictId}{result.Fault?.Message}, for a person");
    }

    private static TimeSpan SecondsOf(Act act) => TimeSpan.FromSeconds(double.Parse(act.Rest, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static Task Do(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private void Say(string line) => Said?.Invoke(line);
}

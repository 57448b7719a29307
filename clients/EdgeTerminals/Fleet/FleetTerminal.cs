using System.Diagnostics;
using EdgeService.Client;
using EdgeTerminals.Setup;
using EdgeTerminals.Station;
using Perks.Edge.V1;

namespace EdgeTerminals.Fleet;

/// <summary>One terminal of a fleet with its own link, clock, folder and journal.</summary>
internal sealed class FleetTerminal : IAsyncDisposable
{
    private readonly LinkSwitch _link = new();
    private readonly Tally _tally;

    public FleetTerminal(Trade trade, Uri address, string folder, TimeSpan skew, Tally tally)
    {
        (Trade, _tally) = (trade, tally);
        Session = TerminalSession.Open(new TerminalSessionOptions
        {
            Connection = new EdgeConnection { Address = address, DevelopmentTerminal = trade.Qualified, Around = _link.Around },
            Folder = folder,
            Clock = new SkewedClock { Skew = skew },
        });
        Session.ClaimsAnswered += (_, answered) => answered.Results.ToList().ForEach(tally.Note);
    }

    public Trade Trade { get; }

    public TerminalSession Session { get; }

    public void Mend() => _link.Mend();

    /// <summary>Pulls and plugs the cable, so that it is down for the share of time that is asked for.</summary>
    public async Task WeatherAsync(FleetOptions options, Random random, CancellationToken ending)
    {
        if (options.Down <= 0)
            return;
        var up = FleetOptions.Outage * ((1 - options.Down) / options.Down);
        while (await Delays.TryAsync(Delays.Drawn(up, random), ending))
        {
            _link.Cut();
            await Delays.TryAsync(Delays.Drawn(FleetOptions.Outage, random), ending);
            _link.Mend();
        }
    }

    /// <summary>A token is shown here. Counted and timed.</summary>
    public async Task<Admission> AdmitAsync(string token, string? item, IReadOnlyDictionary<string, AttributeValue>? ticket)
    {
        var began = Stopwatch.GetTimestamp();
        var admission = await Session.AdmitAsync(token, item is null ? null : [item], ticket);
        _tally.Note(admission, Stopwatch.GetElapsedTime(began));
        if (admission.Grant is { Custody: Custody.Opening } grant)
            await ConfirmAsync(grant.GrantId);
        return admission;
    }

    public async Task TakeBackAsync(string item)
    {
        var began = Stopwatch.GetTimestamp();
        _tally.Note(await Session.TakeBackAsync(item), Stopwatch.GetElapsedTime(began));
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _link.Dispose();
    }

    /// <summary>The link may go before the lock's word arrives: the grant lapses then, and the return says that the thing was out.</summary>
    private async Task ConfirmAsync(string grantId)
    {
        try
        {
            await Session.Terminal.ConfirmAsync(grantId);
        }
        catch (EdgeFaultException)
        {
            // Counted as what it becomes.
        }
    }
}

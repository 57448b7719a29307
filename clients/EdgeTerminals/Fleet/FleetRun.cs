using System.Collections.Concurrent;
using EdgeService.Building.Population;
using EdgeService.Client;
using EdgeTerminals.Setup;
using EdgeTerminals.Station;
using Perks.Admin.V1;
using Perks.Edge.V1;
using AttributeValue = Perks.Edge.V1.AttributeValue;

namespace EdgeTerminals.Fleet;

/// <summary>
/// Many terminals with members coming, links going down and clocks that are wrong, against one service. Afterwards all links are mended, journals uploaded, and
/// it is checked that nothing opened without the ledger knowing, and that every double use is on the operator's list.
/// </summary>
internal sealed class FleetRun(FleetOptions options, DevelopmentHome home, Uri plain, Uri tls, string folder, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Tally _tally = new();
    private readonly ConcurrentDictionary<string, (FleetTerminal Where, int Times)> _opened = new();
    private readonly ConcurrentBag<string> _grants = [];

    public async Task<Summary> RunAsync(CancellationToken stopping)
    {
        if (FleetCatalog.Extend(home.Catalog, options.Trade, options.Count))
            say("The fleet's terminals are in the catalog; the service takes it over.");
        using var app = EdgeChannel.Open(home.As("member-app", tls) with { Deadline = TimeSpan.FromSeconds(10) });
        var random = new Random(options.Seed);
        var terminals = Enumerable.Range(1, options.Count).Select(number => Open(number, random)).ToList();
        try
        {
            await AdmittedAsync(terminals[^1], stopping);
            await LearntAsync(terminals, stopping);
            say($"{options.Count} terminals are prepared. Members come for {options.For.TotalSeconds:0} s, {options.Down:P0} of links down.");
            await MembersComeAsync(terminals, new MemberClient(app), stopping);
            say("All links are mended; journals are uploaded.");
            var waiting = await UploadedAsync(terminals, stopping);
            return _tally.Sum() with { Fleet = await ProveAsync(waiting) };
        }
        finally
        {
            await Task.WhenAll(terminals.Select(terminal => terminal.DisposeAsync().AsTask()));
        }
    }

    private FleetTerminal Open(int number, Random random)
    {
        var trade = options.Trade.Numbered(number);
        return new FleetTerminal(trade, plain, Path.Combine(folder, trade.Terminal), options.Skew * ((random.NextDouble() * 2) - 1), _tally);
    }

    /// <summary>The service watches its catalog and needs a moment.</summary>
    private static async Task AdmittedAsync(FleetTerminal last, CancellationToken stopping)
    {
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                await last.Session.Terminal.ListPerksAsync(stopping);
                return;
            }
            catch (EdgeFaultException fault) when (TimeProvider.System.GetUtcNow() < limit && fault.Fault.Reason is ErrorReason.IdentityUnknown or ErrorReason.Unspecified)
            {
                await Task.Delay(500, stopping);
            }
        }
    }

    private static async Task LearntAsync(List<FleetTerminal> terminals, CancellationToken stopping)
    {
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        while (terminals.Exists(terminal => terminal.Session.Verifier?.State().LastContact is null))
        {
            if (TimeProvider.System.GetUtcNow() > limit)
                throw new SetupException("Not every terminal could fetch its keys. Start the service with --Edge:Doors:FruitlessPerAddress=0, and look into its log.");
            await Task.Delay(200, stopping);
        }
    }

    private async Task MembersComeAsync(List<FleetTerminal> terminals, MemberClient app, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ending.CancelAfter(options.For);
        var weather = terminals.Select((terminal, number) => terminal.WeatherAsync(options, new Random(options.Seed + number), ending.Token)).ToList();
        await Task.WhenAll(terminals.Select((terminal, number) => ServeAsync(terminals, terminal, app, new Random(options.Seed - number), ending.Token)));
        await Task.WhenAll(weather);
        terminals.ForEach(terminal => terminal.Mend());
    }

    private async Task ServeAsync(List<FleetTerminal> terminals, FleetTerminal here, MemberClient app, Random random, CancellationToken ending)
    {
        for (var visit = 1; await Delays.TryAsync(Delays.Drawn(options.Think, random), ending); visit++)
        {
            var item = options.Trade.Item.Length > 0 ? $"{here.Trade.Terminal}-{options.Trade.Item}-{Guid.NewGuid():n}" : null;
            var ticket = item is null ? new Dictionary<string, AttributeValue> { ["ticket_class"] = new() { Text = "first" }, ["ticket_digest"] = new() { Text = Guid.NewGuid().ToString("n") } } : null;
            if (await TokenAsync(here.Trade, app, random) is not { } token)
                continue;
            var opened = await ShowAsync(here, token, item, ticket);
            if (options.Trade.Group.Length > 0 && random.NextDouble() < options.Twice)
                await ShowAsync(terminals[random.Next(terminals.Count)], token, null, ticket);
            if (opened && item is not null)
            {
                await Delays.TryAsync(Delays.Drawn(options.Think, random), ending);
                await here.TakeBackAsync(item);
            }
        }
    }

    private async Task<string?> TokenAsync(Trade trade, MemberClient app, Random random)
    {
        try
        {
            var member = home.Showing(MadePopulation.IdOf(random.Next(1, DevelopmentPopulation.MadeMembers)));
            return (await app.IssueAsync(member, trade.Perk, trade.TokenAudience)).Token?.Text;
        }
        catch (EdgeFaultException)
        {
            // The app has no token to show then: nobody comes to the terminal.
            return null;
        }
    }

    private async Task<bool> ShowAsync(FleetTerminal terminal, string token, string? item, IReadOnlyDictionary<string, AttributeValue>? ticket)
    {
        var admission = await terminal.AdmitAsync(token, item, ticket);
        if (admission.MayOpen)
            _opened.AddOrUpdate(token, (terminal, 1), (_, before) => (before.Where, before.Times + 1));
        if (admission is { Basis: AdmissionBasis.Service, Grant.GrantId: { Length: > 0 } grant })
            _grants.Add(grant);
        return admission.MayOpen;
    }

    private static async Task<int> UploadedAsync(List<FleetTerminal> terminals, CancellationToken stopping)
    {
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        int Waiting() => terminals.Sum(terminal => terminal.Session.Verifier?.Journal.Count ?? 0);
        while (Waiting() > 0 && TimeProvider.System.GetUtcNow() < limit)
            await Task.Delay(500, stopping);
        return Waiting();
    }

    /// <summary>Asks the ledger for every grant and every token that opened something, and the operator's list for every conflict that came back.</summary>
    private async Task<FleetProof> ProveAsync(int waiting)
    {
        using var channel = EdgeChannel.Open(home.As("operator", tls) with { Deadline = TimeSpan.FromSeconds(10) });
        var ledger = new LedgerClient(channel);
        var lost = await CountAsync(_opened, async opened => (await opened.Value.Where.Session.Terminal.VerifyAsync(opened.Key)).Verdict == TokenVerdict.Valid)
            + await CountAsync(_grants, async grant => (await ledger.GetAsync(grant)).Grant is null)
            + _tally.Unrecorded(waiting, lendsThings: options.Trade.Item.Length > 0);
        var listed = await ConflictsAsync(ledger);
        return new FleetProof(_opened.Count, _opened.Values.Sum(token => token.Times - 1), _tally.Conflicts.Count(listed.Contains), lost, waiting);
    }

    /// <summary>How many of them it holds for; one that the service does not know is one of them.</summary>
    private static async Task<int> CountAsync<T>(IEnumerable<T> all, Func<T, Task<bool>> holds)
    {
        var count = 0;
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (one, _) =>
        {
            if (await HoldsAsync(one, holds))
                Interlocked.Increment(ref count);
        });
        return count;
    }

    /// <summary>Asks again when the service says that it was asked too often.</summary>
    private static async Task<bool> HoldsAsync<T>(T one, Func<T, Task<bool>> holds)
    {
        while (true)
        {
            try
            {
                return await holds(one);
            }
            catch (EdgeFaultException fault) when (fault.Fault.Reason == ErrorReason.GrantUnknown)
            {
                return true;
            }
            catch (EdgeFaultException fault) when (fault.Fault.RetryDelay is not null)
            {
                await Task.Delay(fault.Fault.RetryDelay.Value);
            }
        }
    }

    private static async Task<HashSet<string>> ConflictsAsync(LedgerClient ledger)
    {
        var (listed, request) = (new HashSet<string>(), new ListConflictsRequest { PageSize = 200, IncludeResolved = true });
        do
        {
            var page = await ledger.ListConflictsAsync(request);
            listed.UnionWith(page.Conflicts.Select(conflict => conflict.ConflictId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return listed;
    }
}

using System.Collections.Concurrent;
using EdgeService.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeTerminals.Station;

/// <summary>The terminal's live screen: how it works, its slots, what happened last, and the keys. Driven by keys until q or Ctrl-C.</summary>
internal sealed class StationScreen(TerminalStation station, string language)
{
    private const int Shown = 12;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);
    private static readonly string[] People = ["demo-chen", "demo-alice", "demo-dora", "demo-bo"];

    private readonly ConcurrentQueue<string> _lines = new();
    private int _person;
    private int _ticket;

    public async Task RunAsync(IAnsiConsole console, CancellationToken stopping)
    {
        station.Said += line =>
        {
            _lines.Enqueue(line);
            while (_lines.Count > Shown)
                _lines.TryDequeue(out _);
        };
        await console.Live(Draw()).StartAsync(async live =>
        {
            while (!stopping.IsCancellationRequested)
            {
                while (Console.KeyAvailable)
                {
                    if (ActOf(Console.ReadKey(intercept: true).KeyChar) is not { } act)
                        return;
                    await TryAsync(act, stopping);
                }

                live.UpdateTarget(Draw());
                await Task.Delay(Refresh, CancellationToken.None);
            }
        });
    }

    private async Task TryAsync(Act act, CancellationToken stopping)
    {
        try
        {
            await station.RunAsync(act, stopping);
        }
        catch (EdgeFaultException fault)
        {
            _lines.Enqueue($"✗ {fault.Message}");
        }
    }

    /// <summary>Null for q; an act that does nothing for a key that means nothing.</summary>
    private Act? ActOf(char key) => key switch
    {
        'q' => null,
        'p' => new Act("member", People[++_person % People.Length]),
        't' => new Act("token", ""),
        's' => new Act("show", ""),
        'f' => new Act("scan", "https://example.org/not-ours"),
        'k' => new Act("ticket", $"first T-{++_ticket}"),
        'l' => new Act("lend", ""),
        'h' => new Act("treat", ""),
        '$' => new Act("settle", ""),
        'r' => new Act("return", MissingItem()),
        'c' => new Act(station.IsCut ? "mend" : "cut", ""),
        '-' => new Act("clock", "-3600"),
        '0' => new Act("clock", "0"),
        _ => new Act("wait", "0"),
    };

    private string MissingItem() => Enumerable.Range(1, station.SlotCount).Select(number => $"{station.Trade.Item}-{number}")
        .FirstOrDefault(item => !station.Racked.Contains(item)) ?? $"{station.Trade.Item}-1";

    private Rows Draw()
    {
        var condition = station.Session.Condition;
        var colour = condition.Mode switch
        {
            TerminalMode.Online => "green",
            TerminalMode.Stale => "yellow",
            _ => "red",
        };
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(station.Trade.Qualified)}[/]   [{colour}]{condition.Mode}[/] {Markup.Escape(condition.TextIn(language))}"),
            new Markup($"member {Markup.Escape(station.Member)}   claims waiting {station.Session.Verifier?.Journal.Count ?? 0}"),
        ];
        if (station.SlotCount > 0)
            rows.Add(new Markup(string.Join(' ', Enumerable.Range(0, station.SlotCount).Select(slot => slot < station.Racked.Count ? $"[green]■ {station.Racked[slot]}[/]" : "[grey]□[/]"))));
        rows.Add(new Rule());
        rows.AddRange(_lines.Select(line => new Markup(Markup.Escape(line))));
        rows.Add(new Rule());
        rows.Add(new Markup($"[grey]{Keys()}[/]"));
        return new Rows(rows);
    }

    /// <summary>What can be pressed at this terminal.</summary>
    private string Keys() => string.Join("  ", [
        "p person",
        "t token",
        "s show it",
        .. station.Trade.Group.Length > 0 ? ["k ticket"] : Array.Empty<string>(),
        .. station.Trade.Item.Length > 0 ? [$"l lend a {station.Trade.Item}", "r return"] : Array.Empty<string>(),
        .. station.Trade.Name == "desk" ? ["h treat", "$ settle"] : Array.Empty<string>(),
        "f foreign code",
        station.IsCut ? "c mend the link" : "c cut the link",
        "- clock an hour behind",
        "0 clock right",
        "q quit"]);
}

using System.CommandLine;
using System.Text.Json;
using EdgeService.Client;
using EdgeTerminals.Fleet;
using EdgeTerminals.Setup;
using EdgeTerminals.Station;
using Spectre.Console;

namespace EdgeTerminals;

/// <summary>The four terminals as commands, each driven by keys, by a script or as a fleet.</summary>
internal static class CommandLine
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int UsageFault = 2;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Option<string> Home = new("--home") { Description = "Home folder of a service in Development.", DefaultValueFactory = _ => ".edge" };
    private static readonly Option<string> Plain = new("--address") { Description = "Its plaintext door.", DefaultValueFactory = _ => "http://localhost:7080" };
    private static readonly Option<string[]> Others = new("--other") { Description = "Plaintext door of a further edge on the same ledger." };
    private static readonly Option<string> Tls = new("--tls-address") { Description = "Its TLS door, for the member's app and the operator.", DefaultValueFactory = _ => "https://localhost:7443" };
    private static readonly Option<string> Folder = new("--folder") { Description = "Where terminals keep journals and keys, one folder each.", DefaultValueFactory = _ => ".edge/terminals" };
    private static readonly Option<string> Language = new("--language") { Description = "zh, en, sv or de.", DefaultValueFactory = _ => "en" };
    private static readonly Option<string?> Script = new("--script") { Description = "A file of acts, one a line; - reads from standard input. `edge-terminal acts` lists them." };
    private static readonly Option<int> Fleet = new("--fleet") { Description = "So many simulated terminals instead of one." };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "How long members come to a fleet.", DefaultValueFactory = _ => 60 };
    private static readonly Option<double> Think = new("--think") { Description = "Mean seconds between two members at a terminal of a fleet.", DefaultValueFactory = _ => 5 };
    private static readonly Option<double> Down = new("--down") { Description = "Share of a fleet's links that are down at any time, 0 to 0.9.", DefaultValueFactory = _ => 0.2 };
    private static readonly Option<double> Twice = new("--twice") { Description = "Share of a gate fleet's tokens that are shown at a second gate too.", DefaultValueFactory = _ => 0.05 };
    private static readonly Option<double> Skew = new("--skew") { Description = "Clocks of a fleet are wrong by up to so many seconds.", DefaultValueFactory = _ => 15 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of a fleet's random numbers.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> AsJson = new("--json") { Description = "The summary as JSON." };

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        var root = new RootCommand("Four terminals that run against a service in Development: with a live screen and keys, by a script, or as a fleet.");
        foreach (var trade in Trade.All)
            root.Add(CommandOf(trade, output, errors));
        var acts = new Command("acts", "Lists the acts of scripts.");
        acts.SetAction(_ => Act.Words.ToList().ForEach(act => output.WriteLine($"{act.Word + " " + act.Needs,-22} {act.What}")));
        root.Add(acts);
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stopping);
    }

    private static Command CommandOf(Trade trade, TextWriter output, TextWriter errors)
    {
        var command = new Command(trade.Name, trade.Description) { Home, Plain, Others, Tls, Folder, Language, Script, Fleet, Seconds, Think, Down, Twice, Skew, Seed, AsJson };
        command.SetAction(async (parsed, stopping) =>
        {
            try
            {
                var summary = parsed.GetValue(Fleet) > 0 ? await FleetAsync(trade, parsed, errors, stopping) : await SingleAsync(trade, parsed, output, stopping);
                await output.WriteLineAsync(parsed.GetValue(AsJson) ? JsonSerializer.Serialize(summary, Json) : string.Join('\n', summary.Lines()));
                return summary.Fleet is { Holds: false } ? Failed : Done;
            }
            catch (Exception wrong) when (wrong is SetupException or EdgeConnectionException or EdgeFaultException or IOException)
            {
                await errors.WriteLineAsync(wrong.Message);
                return wrong is SetupException ? UsageFault : Failed;
            }
        });
        return command;
    }

    private static Task<Summary> FleetAsync(Trade trade, ParseResult parsed, TextWriter progress, CancellationToken stopping)
    {
        var options = new FleetOptions(
            trade,
            parsed.GetValue(Fleet),
            TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            TimeSpan.FromSeconds(parsed.GetValue(Think)),
            Math.Clamp(parsed.GetValue(Down), 0, 0.9),
            parsed.GetValue(Twice),
            TimeSpan.FromSeconds(parsed.GetValue(Skew)),
            parsed.GetValue(Seed));
        var run = new FleetRun(options, new DevelopmentHome(parsed.GetValue(Home)!), AddressOf(parsed.GetValue(Plain)!), AddressOf(parsed.GetValue(Tls)!), parsed.GetValue(Folder)!, progress.WriteLine);
        return run.RunAsync(stopping);
    }

    private static async Task<Summary> SingleAsync(Trade trade, ParseResult parsed, TextWriter output, CancellationToken stopping)
    {
        var script = parsed.GetValue(Script) is { } path ? Act.ReadAll(path == "-" ? LinesOf(Console.In) : File.ReadLines(path)) : null;
        var folder = Path.Combine(parsed.GetValue(Folder)!, trade.Terminal + "-" + trade.Name);
        var language = parsed.GetValue(Language)!;
        await using var station = new TerminalStation(
            trade, new DevelopmentHome(parsed.GetValue(Home)!), AddressOf(parsed.GetValue(Plain)!), AddressOf(parsed.GetValue(Tls)!), [.. (parsed.GetValue(Others) ?? []).Select(AddressOf)], folder, language);
        if (script is null && (Console.IsInputRedirected || Console.IsOutputRedirected))
            throw new SetupException("There is no screen and keyboard here: give a --script, or a --fleet.");
        if (script is null)
            await new StationScreen(station, language).RunAsync(AnsiConsole.Console, stopping);
        else
            await PlayAsync(station, script, parsed.GetValue(AsJson) ? TextWriter.Null : output, stopping);
        return station.Tally.Sum();
    }

    private static async Task PlayAsync(TerminalStation station, IReadOnlyList<Act> script, TextWriter output, CancellationToken stopping)
    {
        var lines = TextWriter.Synchronized(output);
        station.Said += lines.WriteLine;
        foreach (var act in script)
        {
            lines.WriteLine($"> {act.Word} {act.Rest}".TrimEnd());
            await station.RunAsync(act, stopping);
        }
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
        ? address
        : throw new SetupException($"'{text}' is no address such as http://localhost:7080.");

    private static IEnumerable<string> LinesOf(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}

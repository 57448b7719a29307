using System.CommandLine;
using EdgeSip2.Desk;
using EdgeSip2.Edge;
using EdgeSip2.Journals;
using EdgeSip2.Serving;
using EdgeSip2.Settings;

namespace EdgeSip2;

/// <summary>The commands of the gateway.</summary>
internal static class CommandLine
{
    private const int Done = 0;
    private const int UsageFault = 2;
    private const int OutOfReach = 5;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        var root = new RootCommand(
            "SIP2 for library self-service machines: lets the edge's members borrow without a card or deposit, in front of a library system or alone.")
        {
            Command("serve", "Serves kiosks until it is stopped.", (settings, cancellation) => ServeAsync(settings, output, cancellation), errors),
            Command("check", "Checks the settings file, and whether edge and library system answer.", (settings, cancellation) => CheckAsync(settings, output, cancellation), errors),
            Command("journal", "Uploads what kiosks did offline, calls off loans that were not handed over, and says what still waits. Not while the gateway serves.", (settings, cancellation) => JournalAsync(settings, output, cancellation), errors),
        };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stopping);
    }

    private static Command Command(string name, string description, Func<GatewaySettings, CancellationToken, Task<int>> run, TextWriter errors)
    {
        var file = new Option<string>("--settings") { Description = "The settings file, JSON. README.md shows one.", DefaultValueFactory = _ => "gateway.json" };
        var command = new Command(name, description) { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await run(SettingsReading.Read(parsed.GetValue(file)!), cancellation);
            }
            catch (SettingsException wrong)
            {
                foreach (var fault in wrong.Faults)
                    await errors.WriteLineAsync(fault);
                return UsageFault;
            }
        });
        return command;
    }

    private static async Task<int> ServeAsync(GatewaySettings settings, TextWriter output, CancellationToken stopping)
    {
        await using var gateway = Gateway.Start(settings, TimeProvider.System, new GatewayLog(output, TimeProvider.System));
        foreach (var door in gateway.Doors)
            await output.WriteLineAsync($"Kiosks connect to {door.Address} ({(door.IsSecured ? "TLS" : "plain, loopback only")})");
        await output.WriteLineAsync(settings.Upstream is { } upstream
            ? $"In front of the library system at {upstream.Host}:{upstream.Port}. Press Ctrl-C to stop."
            : "Answering alone. Press Ctrl-C to stop.");
        await UntilAsync(stopping);
        return Done;
    }

    private static async Task<int> CheckAsync(GatewaySettings settings, TextWriter output, CancellationToken cancellation)
    {
        using var terminals = KioskTerminals.Open(settings);
        var all = true;
        foreach (var kiosk in terminals.Kiosks.All)
        {
            var found = await kiosk.Edge.FindAsync("0", cancellation);
            var reached = found.Verdict != EdgeVerdict.OutOfReach;
            await output.WriteLineAsync($"{(reached ? "✓" : "✗")} edge, as kiosk '{kiosk.Login}'{(reached ? "" : $": {found.Fault!.Message} {found.Fault.Advice}")}");
            all &= reached;
        }

        if (settings.Upstream is { } upstream)
            all &= await LibraryAnswersAsync(upstream, output, cancellation);
        return all ? Done : OutOfReach;
    }

    private static async Task<bool> LibraryAnswersAsync(UpstreamSettings upstream, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            await using var link = await LibraryLink.OpenAsync(upstream, cancellation);
            await output.WriteLineAsync($"✓ library system at {upstream.Host}:{upstream.Port}");
            return true;
        }
        catch (LibraryGoneException gone)
        {
            await output.WriteLineAsync($"✗ {gone.Message}");
            return false;
        }
    }

    private static async Task<int> JournalAsync(GatewaySettings settings, TextWriter output, CancellationToken cancellation)
    {
        using var terminals = KioskTerminals.Open(settings);
        var log = new GatewayLog(output, TimeProvider.System);
        var all = true;
        foreach (var kiosk in terminals.Kiosks.All)
        {
            all &= await UploadAsync(kiosk, log, cancellation);
            await output.WriteLineAsync($"kiosk '{kiosk.Login}': {kiosk.Deeds.Count} claims and {kiosk.Loans.Count} loans to be called off wait");
        }

        return all ? Done : OutOfReach;
    }

    /// <summary>Comebacks of things that the edge does not know are asked for once more after a time.</summary>
    private static async Task<bool> UploadAsync(Kiosk kiosk, GatewayLog log, CancellationToken cancellation)
    {
        if (await JournalUpload.OnceAsync(kiosk, TimeProvider.System, log, cancellation))
            return true;
        if (!kiosk.Deeds.AskAgain)
            return false;
        await Task.Delay(ComebackSieve.Patience, cancellation);
        return await JournalUpload.OnceAsync(kiosk, TimeProvider.System, log, cancellation);
    }

    private static async Task UntilAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, stopping);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or SIGTERM.
        }
    }
}

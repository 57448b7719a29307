using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using EdgeService.Core.Tokens;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Return receipts: signed as a dock does, read, and handed in as a member does.</summary>
internal static class ReceiptCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("receipt", "Return receipts that docks sign with their own key: sign, show, hand in.");
        command.Subcommands.Add(BuildSign(runner));
        command.Subcommands.Add(BuildShow(runner));
        command.Subcommands.Add(BuildSubmit(runner));
        return command;
    }

    private static TaughtCommand BuildSign(CommandRunner runner)
    {
        var item = new Option<string>("--item") { Description = "What came back, such as a bike number.", HelpName = "ref", Required = true };
        var dock = new Option<string>("--dock") { Description = "Audience code of the dock.", HelpName = "code", DefaultValueFactory = _ => DockKey.Audience };
        var slot = ValueOption.Of<uint>("--slot", "Where it was put. By default 1.", "number", "3");
        var sequence = ValueOption.Of<uint>("--sequence", "The receipt's number at this dock, rising. By default made from the time.", "number", "4711");
        var at = ValueOption.Of<DateTimeOffset>("--at", "When, by the dock's clock. By default now.", "time", "2026-01-31T12:00:00Z");
        var key = new Option<string?>("--key") { Description = "The dock's private key, P-256 in PEM. By default that of the development dock.", HelpName = "file" };
        var command = new TaughtCommand(
            "sign",
            "Signs a return receipt as a dock does, online or not, and draws it as a QR code.",
            "receipt sign --item bike-4711",
            "receipt sign --item bike-4711 --slot 3 --at 2026-11-21T18:00:00Z");
        foreach (var option in new Option[] { item, dock, slot, sequence, at, key })
        {
            command.Options.Add(option);
        }

        runner.Bind(command, (invocation, _) =>
        {
            var time = invocation.Value(at) ?? invocation.Surroundings.Clock.GetUtcNow();
            var receipt = new DockReceipt(
                AudienceOf(invocation.Value(dock)!),
                invocation.Value(item)!,
                invocation.Value(slot) ?? 1,
                invocation.Value(sequence) ?? DockKey.SequenceAt(time),
                DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()));
            using var signing = DockKey.Read(invocation.Value(key) is { } path ? invocation.FullPath(path) : invocation.Home.DockKey);
            var text = Sign(receipt, signing);
            return Task.FromResult(new CommandAnswer(ExitCode.Done, Document(receipt, text), screen => ShowSigned(screen, receipt, text)));
        });
        return command;
    }

    private static TaughtCommand BuildShow(CommandRunner runner)
    {
        var text = Text();
        var command = new TaughtCommand("show", "Reads a receipt and says whether a dock of this home's catalog signed it. Ends with 3 if none did.", "receipt show PR1...");
        command.Arguments.Add(text);
        runner.Bind(command, (invocation, _) =>
        {
            var verdict = ReceiptVerification.Verify(invocation.Value(text), code => DockKey.Of(code, invocation.Home));
            var document = verdict.IsGood ? Document(verdict.Receipt, invocation.Value(text)) : new JsonObject { ["fault"] = Names.Of(verdict.Fault) };
            return Task.FromResult(new CommandAnswer(verdict.IsGood ? ExitCode.Done : ExitCode.Refused, document, screen => Show(screen, verdict)));
        });
        return command;
    }

    private static TaughtCommand BuildSubmit(CommandRunner runner)
    {
        var text = Text();
        var member = new MemberOptions();
        var requestId = new RequestIdOption();
        var command = new TaughtCommand("submit", "Hands a receipt in as the member's app does, when the dock could not.", "receipt submit PR1... --member demo-alice");
        command.Arguments.Add(text);
        member.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var own = await invocation.Member().SubmitReceiptAsync(member.Read(invocation), invocation.Value(text), requestId.Read(invocation), cancellation);
            return GrantAnswer.Of(own.Grant);
        });
        return command;
    }

    private static Argument<string> Text() => new("receipt") { Description = "The receipt (PR1...)." };

    private static AudienceCode AudienceOf(string code)
    {
        try
        {
            return AudienceCode.Parse(code);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new UsageException($"'{code}' is no audience code; write it like BIKE-1.");
        }
    }

    private static string Sign(in DockReceipt receipt, ECDsa key)
    {
        try
        {
            return ReceiptSigning.Sign(receipt, key);
        }
        catch (ArgumentOutOfRangeException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static JsonObject Document(in DockReceipt receipt, string text) => new()
    {
        ["receipt"] = text,
        ["dock"] = receipt.Terminal.Code,
        ["item"] = receipt.ItemRef,
        ["slot"] = receipt.Slot,
        ["sequence"] = receipt.Sequence,
        ["time"] = receipt.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static void ShowSigned(IAnsiConsole screen, in DockReceipt receipt, string text)
    {
        Show(screen, receipt);
        QrView.Show(screen, text);
        screen.Verbatim(text);
    }

    private static void Show(IAnsiConsole screen, ReceiptVerdict verdict)
    {
        screen.Write(new Text(verdict.IsGood ? "GENUINE" : "REFUSED", OutcomeStyle.OfExit(verdict.IsGood ? ExitCode.Done : ExitCode.Refused)));
        screen.WriteLine(verdict.IsGood ? "" : $"  {Names.InWords(verdict.Fault)}");
        if (verdict.IsGood)
        {
            Show(screen, verdict.Receipt);
        }
    }

    private static void Show(IAnsiConsole screen, in DockReceipt receipt) => new FactSheet()
        .Row("Came back", receipt.ItemRef)
        .Row("Dock", $"{receipt.Terminal.Code}, slot {Wording.Of(receipt.Slot)}")
        .Row("Number", Wording.Of(receipt.Sequence))
        .Row("When", Wording.Of(receipt.Time))
        .Show(screen);
}

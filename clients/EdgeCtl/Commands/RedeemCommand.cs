using System.CommandLine;
using System.Globalization;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Opens on a token, once.</summary>
internal static class RedeemCommand
{
    public static Command Build(CommandRunner runner)
    {
        var token = TokenArgument.New();
        var facts = new FactOptions();
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "redeem",
            "Redeems a token once, deciding again on current standing.",
            "redeem PE1... --item bike-4711",
            "redeem PE1... --as lounge-gate --attribute ticket_class=first --attribute ticket_digest:text=abc");
        command.Arguments.Add(token);
        facts.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var text = invocation.Value(token);
            var reply = await invocation.TerminalOf(text).RedeemAsync(
                text, facts.Items(invocation), facts.Attributes(invocation), requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Of(reply.Outcome), ProtoJson.Of(reply, reply.Decision), screen => Show(screen, reply, invocation.Language));
        });
        return command;
    }

    private static string InWords(KeyValuePair<string, AttributeValue> stated) => $"{stated.Key} " + stated.Value.ValueCase switch
    {
        AttributeValue.ValueOneofCase.Number => stated.Value.Number.ToString(CultureInfo.InvariantCulture),
        AttributeValue.ValueOneofCase.Flag => stated.Value.Flag ? "yes" : "no",
        _ => stated.Value.Text,
    };

    private static void Show(IAnsiConsole screen, RedeemTokenResponse reply, string language)
    {
        screen.Write(new Text(Names.InWords(reply.Outcome).ToUpperInvariant(), OutcomeStyle.OfExit(ExitCode.Of(reply.Outcome))));
        screen.WriteLine();
        new FactSheet()
            .Row("Token", reply.Verdict == TokenVerdict.Unspecified ? null : Names.InWords(reply.Verdict))
            .Row("Next", reply.Remedy == TokenRemedy.Unspecified ? null : Names.InWords(reply.Remedy))
            .Row("The member shows", reply.StatedAttributes.Count == 0 ? null : string.Join(", ", reply.StatedAttributes.Select(InWords)))
            .Row("First redeemed", Wording.Of(reply.RedeemTime))
            .Show(screen);
        if (reply.Outcome is RedeemOutcome.Refused or RedeemOutcome.Referred && reply.Decision is { } decision)
        {
            DecisionView.Show(screen, decision, language);
        }

        if (reply.Grant is { } grant)
        {
            GrantView.Show(screen, grant);
        }
    }
}

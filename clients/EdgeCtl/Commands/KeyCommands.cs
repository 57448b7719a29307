using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>The token signing keys of an edge: what verifiers see of them, and what operators do with them.</summary>
internal static class KeyCommands
{
    private const string Life =
        "A key is prepared, published, used, retired and removed; between publishing and using it must be known everywhere.\n"
        + "An edge can do all of it by itself: Edge:Signing:RotateDays. Each edge has its own keys: call each, with --address.";

    public static Command Build(CommandRunner runner)
    {
        var command = new TaughtCommand(
            "keys",
            $"Lists the keys that tokens are verified with, as terminals see them; its commands lead this edge's own keys through their lives.\n{Life}",
            "keys",
            "keys list",
            "keys prepare --perk 1 --venue citybike:central-park --max-lifetime 900",
            "keys publish 1f2e3d4c5b6a7988",
            "keys use 1f2e3d4c5b6a7988",
            "keys compromise 1f2e3d4c5b6a7988");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await invocation.Terminal(Role.BikeDock).ListKeysAsync(cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => KeyViews.Show(screen, reply));
        });
        command.Subcommands.Add(BuildList(runner));
        command.Subcommands.Add(BuildPrepare(runner));
        command.Subcommands.Add(BuildPublish(runner));
        command.Subcommands.Add(BuildUse(runner));
        command.Subcommands.Add(BuildAct(runner, "retire", "Ends the signing of a key; it stays on the list until its last token has expired.", async (keys, id, stop) => ProtoJson.Of(await keys.RetireAsync(id, stop))));
        command.Subcommands.Add(BuildRemove(runner));
        command.Subcommands.Add(BuildCompromise(runner));
        return command;
    }

    private static KeyClient Keys(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.Operator)));

    private static Argument<string> KeyArgument()
    {
        var argument = new Argument<string>("key") { Description = "The key's id, 16 hexadecimal digits: keys list shows them." };
        argument.Validators.Add(result =>
        {
            var written = result.Tokens.SingleOrDefault()?.Value ?? "";
            if (written.Length != 16 || !written.All(char.IsAsciiHexDigit))
            {
                result.AddError($"'{written}' is no key id; it has 16 hexadecimal digits. edge keys list shows them.");
            }
        });
        return argument;
    }

    private static TaughtCommand BuildList(CommandRunner runner)
    {
        var command = new TaughtCommand("list", "Shows the keys of this edge on a line of time, those of other edges, and those that were compromised.", "keys list", "keys list --json");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await Keys(invocation).ListAsync(cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => KeyViews.Show(screen, reply));
        });
        return command;
    }

    private static TaughtCommand BuildPrepare(CommandRunner runner)
    {
        var perks = new Option<int[]>("--perk") { Description = "Code of a perk that it may sign for; may be repeated. By default all.", HelpName = "code" };
        var venues = new Option<string[]>("--venue") { Description = "Venue that it may sign for; may be repeated. By default all.", HelpName = "partner:venue" };
        var lifetime = ValueOption.Of<int>("--max-lifetime", "Seconds that a token of it may live at most. By default a day.", "seconds", "900");
        var command = new TaughtCommand(
            "prepare", "Makes a key at the edge that nobody knows yet. Verifiers hold it to what it may sign for.", "keys prepare", "keys prepare --perk 1 --venue citybike:central-park --max-lifetime 900");
        command.Options.Add(perks);
        command.Options.Add(venues);
        command.Options.Add(lifetime);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var scope = new KeyScope { MaxLifetime = invocation.Value(lifetime) is { } seconds ? new Duration { Seconds = seconds } : null };
            scope.PerkCodes.Add(invocation.Value(perks) ?? []);
            scope.Venues.Add(invocation.Value(venues) ?? []);
            var key = await Keys(invocation).PrepareAsync(scope, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(key), screen => KeyViews.Show(screen, key, $"Next: edge keys publish {KeyViews.IdOf(key.KeyId)}"));
        });
        return command;
    }

    private static TaughtCommand BuildPublish(CommandRunner runner)
    {
        var key = KeyArgument();
        var command = new TaughtCommand("publish", "Puts a prepared key on the key list, so that verifiers know it before it signs.", "keys publish 1f2e3d4c5b6a7988");
        command.Arguments.Add(key);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await Keys(invocation).PublishAsync(invocation.Value(key), cancellation);
            var next = $"From {Wording.Of(reply.UsableTime)} on, when every verifier has it: edge keys use {invocation.Value(key)}";
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => KeyViews.Show(screen, reply.Key, next));
        });
        return command;
    }

    private static TaughtCommand BuildUse(CommandRunner runner)
    {
        var key = KeyArgument();
        var days = ValueOption.Of<double>("--days", "Days that it is to sign. By default those of the schedule, or 90.", "days", "30");
        var command = new TaughtCommand(
            "use", "Lets a published key sign from now on. Refused while a verifier may still have a list without it.", "keys use 1f2e3d4c5b6a7988", "keys use 1f2e3d4c5b6a7988 --days 30");
        command.Arguments.Add(key);
        command.Options.Add(days);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var signFor = invocation.Value(days) is { } number and > 0 and < 3660 ? TimeSpan.FromSeconds(Math.Round(number * 86_400)) : (TimeSpan?)null;
            var used = await Keys(invocation).UseAsync(invocation.Value(key), signFor, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(used), screen => KeyViews.Show(screen, used, "The newest key that may sign a token signs it. Older ones may be retired: edge keys list"));
        });
        return command;
    }

    private static TaughtCommand BuildRemove(CommandRunner runner)
    {
        var key = KeyArgument();
        var command = new TaughtCommand("remove", "Deletes a key that was never published, or whose last token has expired.", "keys remove 1f2e3d4c5b6a7988");
        command.Arguments.Add(key);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            await Keys(invocation).RemoveAsync(invocation.Value(key), cancellation);
            return new CommandAnswer(
                ExitCode.Done, new JsonObject { ["removed"] = invocation.Value(key) }, screen => screen.WriteLine($"{invocation.Value(key)} is gone."));
        });
        return command;
    }

    private static TaughtCommand BuildAct(
        CommandRunner runner, string name, string description, Func<KeyClient, string, CancellationToken, Task<JsonNode>> act)
    {
        var key = KeyArgument();
        var command = new TaughtCommand(name, description, $"keys {name} 1f2e3d4c5b6a7988");
        command.Arguments.Add(key);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var document = await act(Keys(invocation), invocation.Value(key), cancellation);
            return new CommandAnswer(ExitCode.Done, document, screen => screen.WriteLine($"{invocation.Value(key)} signs no more: edge keys list"));
        });
        return command;
    }

    private static TaughtCommand BuildCompromise(CommandRunner runner)
    {
        var key = KeyArgument();
        var command = new TaughtCommand(
            "compromise",
            "Believes a key no more, at once: its tokens are refused, its private key is deleted, another key signs in its place. There is no way back.\n"
            + "Other edges follow if they share the folder of trusted keys; else tell each of them.",
            "keys compromise 1f2e3d4c5b6a7988",
            "keys compromise 1f2e3d4c5b6a7988 --address https://edge-2:7443");
        command.Arguments.Add(key);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var signing = await Keys(invocation).CompromiseAsync(invocation.Value(key), cancellation);
            var document = new JsonObject
            {
                ["compromised"] = invocation.Value(key),
                ["signing"] = new JsonArray([.. signing.Select(one => (JsonNode)KeyViews.IdOf(one.KeyId))]),
            };
            var ids = string.Join(", ", signing.Select(one => KeyViews.IdOf(one.KeyId)));
            return new CommandAnswer(ExitCode.Done, document, screen => screen.WriteLine($"{invocation.Value(key)} is believed no more. Signing now: {ids}"));
        });
        return command;
    }
}

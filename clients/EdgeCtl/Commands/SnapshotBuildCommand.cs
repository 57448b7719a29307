using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Files;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeCtl.Commands;

/// <summary>From scores and enrolment to a signed snapshot file.</summary>
internal static class SnapshotBuildCommand
{
    private sealed record Options(
        Option<string?> Scores,
        Option<string?> Enrolment,
        Option<string?> Population,
        Option<string> Out,
        Option<string?> Key,
        Option<string?> Secret,
        Option<long?> Revision,
        Option<DateTimeOffset?> AsOf);

    public static Command Build(CommandRunner runner)
    {
        var options = new Options(
            File("--scores", "CSV of the five dimensions."),
            File("--enrolment", "CSV of who has opted in, and to what. Who is absent from it is not enrolled."),
            File("--population", "The binary form of a population, instead of the two CSV files."),
            new("--out") { Description = "The snapshot file to make.", HelpName = "file", Required = true },
            File("--key", "PEM file of the P-256 key that signs. By default that of the home."),
            File("--secret", "File of the 32-byte member secret. By default that of the home."),
            ValueOption.Of<long>("--revision", "Greater than that of the file it follows. By default the seconds since 1970.", "number", "2"),
            ValueOption.Of<DateTimeOffset>("--as-of", "The moment the input describes. By default now.", "time", "2026-01-31T12:00:00Z"));
        var command = new TaughtCommand(
            "build",
            "Makes a signed snapshot from scores and enrolment. With a bad line nothing is written, and every one is reported.",
            "snapshot build --scores scores.csv --enrolment enrolment.csv --out people.snap",
            "snapshot build --population population.bin --key snapshot.pem --out people.snap");
        Option[] all =
        [
            options.Scores, options.Enrolment, options.Population, options.Out, options.Key, options.Secret, options.Revision, options.AsOf,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var csv = (result.GetResult(options.Scores) is null ? 0 : 1) + (result.GetResult(options.Enrolment) is null ? 0 : 1);
            if (csv + (result.GetResult(options.Population) is null ? 0 : 2) != 2)
            {
                result.AddError("Name --scores and --enrolment, or --population.");
            }
        });
        runner.Bind(command, (invocation, _) => Task.FromResult(Make(invocation, options)));
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };

    private static CommandAnswer Make(Invocation invocation, Options options)
    {
        var secret = MemberSecretFile.Read(Given(invocation, options.Secret) ?? invocation.Home.MemberSecret);
        using var key = SnapshotKeyFiles.LoadPrivate(Given(invocation, options.Key) ?? invocation.Home.SnapshotKey);
        var signer = new SnapshotSigner(key);
        var now = invocation.Surroundings.Clock.GetUtcNow();
        var heading = new SnapshotHeading(
            invocation.Value(options.Revision) ?? now.ToUnixTimeSeconds(),
            invocation.Value(options.AsOf) ?? now,
            now,
            SecretVersion: 1,
            MemberHashing.CheckOf(secret),
            "edge");
        var file = invocation.FullPath(invocation.Value(options.Out)!);
        var outcome = Build(invocation, options, file, heading, secret, signer);
        return outcome.Report is { } report ? Answer(file, report, signer) : InputFaultsView.Answer(outcome.Faults);
    }

    private static BuildOutcome Build(
        Invocation invocation, Options options, string file, SnapshotHeading heading, MemberSecret secret, SnapshotSigner signer)
    {
        if (Given(invocation, options.Population) is { } population)
        {
            return SnapshotBuild.FromBinary(PopulationSource.OfFile(population), file, heading, signer);
        }

        var sources = SnapshotSources.OfFiles(Given(invocation, options.Scores)!, Given(invocation, options.Enrolment)!);
        return SnapshotBuild.FromCsv(sources, file, heading, MemberHashing.Under(secret), signer);
    }

    private static string? Given(Invocation invocation, Option<string?> option) =>
        invocation.Value(option) is { } path ? invocation.FullPath(path) : null;

    private static CommandAnswer Answer(string file, BuildReport report, SnapshotSigner signer)
    {
        var key = signer.KeyId.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        var document = new JsonObject
        {
            ["file"] = file,
            ["revision"] = report.Revision,
            ["members"] = report.Members,
            ["notEnrolled"] = report.NotEnrolled,
            ["withoutHistory"] = report.WithoutHistory,
            ["bytes"] = report.FileBytes,
            ["bytesPerMember"] = Math.Round(report.BytesPerMember, 3),
            ["keyId"] = key,
        };
        return new CommandAnswer(ExitCode.Done, document, screen => new FactSheet()
            .Row("Made", file)
            .Row("Revision", FormattableString.Invariant($"{report.Revision}"))
            .Row("Members", Wording.Of(report.Members))
            .Row("Left out", $"{Wording.Of(report.NotEnrolled)} with a score, but not enrolled")
            .Row("No history", $"{Wording.Of(report.WithoutHistory)} enrolled without a score: they start at 600")
            .Row("Size", FormattableString.Invariant($"{Wording.Of(report.FileBytes)} bytes, {report.BytesPerMember:0.00} a member"))
            .Row("Signed by", key)
            .Show(screen));
    }
}

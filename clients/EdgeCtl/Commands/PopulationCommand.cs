using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCtl.Files;
using EdgeCtl.Rendering;
using EdgeService.Building.Files;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Makes as many plausible members as wanted.</summary>
internal static class PopulationCommand
{
    private const string Csv = "csv";
    private const string Binary = "binary";

    public static Command Build(CommandRunner runner)
    {
        var members = new Option<long>("--members") { Description = "How many.", HelpName = "n", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "The same seed makes the same bytes.", HelpName = "s", DefaultValueFactory = _ => 1 };
        var format = new Option<string>("--format")
        {
            Description = "csv makes scores.csv and enrolment.csv; binary makes population.bin.",
            DefaultValueFactory = _ => Csv,
        };
        format.AcceptOnlyFromAmong(Csv, Binary);
        var asOf = ValueOption.Of<DateOnly>("--as-of", "Bans are dated around this day. By default 2026-01-01.", "day", "2026-01-31");
        var secret = new Option<string?>("--secret")
        {
            Description = "File of the 32-byte member secret, for the binary form: with it members are found by their ids, from M000000001 on.",
            HelpName = "file",
        };
        var aliases = new Option<bool>("--aliases")
        {
            Description = "Also make aliases.csv: a document for every member, a library card for every second.",
        };
        var folder = new Option<string>("--out") { Description = "Folder for the files; made if missing.", HelpName = "folder", Required = true };
        var command = new TaughtCommand(
            "population",
            "Makes plausible members: the same bytes for the same seed, and the first N of a larger population are the smaller one.",
            "population --members 100000 --seed 7 --out /tmp/people",
            "population --members 100000 --aliases --out /tmp/people",
            "population --members 10000000 --format binary --out /tmp/people");
        Option[] options = [members, seed, format, asOf, secret, aliases, folder];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        members.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1)
            {
                result.AddError("--members must be at least 1.");
            }
        });
        runner.Bind(command, (invocation, _) =>
        {
            var day = invocation.Value(asOf) ?? new DateOnly(2026, 1, 1);
            var population = new MadePopulation(invocation.Value(members), invocation.Value(seed), PopulationChoices.DefaultContracts, day);
            var place = Directory.CreateDirectory(invocation.FullPath(invocation.Value(folder)!)).FullName;
            var progress = new ProgressLine(invocation.Surroundings);
            var files = invocation.Value(format) == Csv
                ? WriteCsv(population, place, progress)
                : WriteBinary(population, place, TaggingOf(invocation, invocation.Value(secret)), progress);
            files = invocation.Value(aliases) ? [.. files, WriteAliases(population, place)] : files;
            progress.End();
            return Task.FromResult(Answer(population, files, progress.Elapsed));
        });
        return command;
    }

    private static string[] WriteCsv(MadePopulation population, string folder, ProgressLine progress)
    {
        string[] files = [Path.Combine(folder, DevelopmentPopulation.ScoresFile), Path.Combine(folder, DevelopmentPopulation.EnrolmentFile)];
        WholeFile.Write(files[0], scores => WholeFile.Write(files[1], enrolment =>
            population.WriteCsv(new CountedStream(scores, CountedStream.Lines, lines => Tell(population, lines, progress)), enrolment)));
        return files;
    }

    private static string WriteAliases(MadePopulation population, string folder)
    {
        var file = Path.Combine(folder, DevelopmentPopulation.AliasesFile);
        WholeFile.Write(file, population.WriteAliases);
        return file;
    }

    private static void Tell(MadePopulation population, long members, ProgressLine progress) =>
        progress.At(new BuildProgress("making", members, population.Members, "members"));

    private static MemberTagging? TaggingOf(Invocation invocation, string? secret) =>
        secret is null ? null : MemberHashing.Under(MemberSecretFile.Read(invocation.FullPath(secret)));

    private static string[] WriteBinary(MadePopulation population, string folder, MemberTagging? tagging, ProgressLine progress)
    {
        var file = Path.Combine(folder, "population.bin");
        WholeFile.Write(file, output =>
            population.WriteBinary(
            new CountedStream(output, CountedStream.Bytes, bytes => Tell(population, bytes / PopulationFile.RecordBytes, progress)), tagging));
        return [file];
    }

    private static CommandAnswer Answer(MadePopulation population, string[] files, TimeSpan elapsed)
    {
        var document = new JsonObject
        {
            ["members"] = population.Members,
            ["seed"] = population.Seed,
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["file"] = file, ["bytes"] = new FileInfo(file).Length })]),
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 3),
        };
        return new CommandAnswer(ExitCode.Done, document, screen => Show(screen, population, files, elapsed));
    }

    private static void Show(IAnsiConsole screen, MadePopulation population, string[] files, TimeSpan elapsed)
    {
        var rate = population.Members / Math.Max(elapsed.TotalSeconds, 0.001);
        screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{population.Members:#,##0} members in {elapsed.TotalSeconds:0.0} s, {rate:#,##0} a second:"));
        foreach (var file in files)
        {
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file}  {new FileInfo(file).Length:#,##0} bytes"));
        }
    }
}

using System.Globalization;
using EdgeService.Benchmarks.Cases;

namespace EdgeService.Benchmarks;

/// <summary>What the command line asks for: <c>--help</c>, <c>--list</c>, <c>--all</c>, or the names of cases.</summary>
internal sealed record BenchmarkCommand
{
    public const string Usage = """
        Measures the edge beside what each part of it can be compared with, in turns on one machine.

          --list               names the cases
          --all                every case in turn, but those that run by name only
          CASE ...             these cases

          --out FOLDER         writes results.json, table.txt and a picture of each case there
          --json               prints one JSON document at the end, and nothing else
          --rounds N           rounds a case, 5 or more; the median counts (7)
          --calls N            calls a side and round, 1000 or more (200000)
          --members N          members of the snapshots that are made, 1000 or more
          --members-most N     members of the largest snapshot of scale, such as 10M (520M)
          --minutes N          how long a soak takes (10)
          --attack NAME        makes this attack only, in hostile; may be given again
          --population FILE    a population in the binary form, for build
          --snapshot FILE      a snapshot to read, for lookup and start, and as the largest of scale
          --folder FOLDER      where large files are made, and taken away again

        A case whose programs are missing is not run and says how to get them; the others are.

        Ends with 0 if every bar was reached, 1 if one was not, 2 for faults of the command line and where a case was not run.
        """;

    private const string Advice = "Say --help, --list, --all or the name of a case.";

    public bool Help { get; private init; }

    public bool List { get; private init; }

    /// <summary>Where results are written; null writes none.</summary>
    public string? Out { get; private init; }

    public bool Json { get; private init; }

    public IReadOnlyList<BenchmarkCase> Cases { get; private init; } = [];

    public BenchmarkSettings Settings { get; private init; } = new();

    public string? Fault { get; private init; }

    public static BenchmarkCommand Read(IReadOnlyList<string> words)
    {
        var command = new BenchmarkCommand();
        for (var at = 0; at < words.Count; at++)
        {
            command = words[at] switch
            {
                "--help" or "-h" => command with { Help = true },
                "--list" => command with { List = true },
                "--json" => command with { Json = true },
                "--all" => command with { Cases = [.. BenchmarkCatalog.All.Where(known => !known.ByNameOnly)] },
                "--rounds" => command.WithNumber(words.ElementAtOrDefault(++at), 5, (settings, n) => settings with { Rounds = n }),
                "--calls" => command.WithNumber(words.ElementAtOrDefault(++at), 1000, (settings, n) => settings with { Calls = n }),
                "--members" => command.WithNumber(words.ElementAtOrDefault(++at), 1000, (settings, n) => settings with { Members = n }),
                "--members-most" => command.WithNumber(words.ElementAtOrDefault(++at), 1000, (settings, n) => settings with { MembersMost = n }),
                "--minutes" => command.WithNumber(words.ElementAtOrDefault(++at), 1, (settings, n) => settings with { Minutes = n }),
                "--attack" => command.WithAttack(words.ElementAtOrDefault(++at)),
                "--population" => command.WithFile(words.ElementAtOrDefault(++at), (settings, file) => settings with { Population = file }),
                "--snapshot" => command.WithFile(words.ElementAtOrDefault(++at), (settings, file) => settings with { Snapshot = file }),
                "--out" => command.WithOut(words.ElementAtOrDefault(++at)),
                "--folder" => command with { Settings = command.Settings with { Folder = words.ElementAtOrDefault(++at) ?? "." } },
                var name => command.WithCase(name),
            };
        }

        return command is { Help: false, List: false, Cases.Count: 0, Fault: null }
            ? command with { Fault = Advice }
            : command;
    }

    /// <summary>A whole number, or one of millions such as 10M.</summary>
    private BenchmarkCommand WithNumber(string? word, int least, Func<BenchmarkSettings, int, BenchmarkSettings> set) =>
        int.TryParse(word?.Replace("M", "000000", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? this with { Settings = set(Settings, number) }
            : this with { Fault = $"'{word}' is not a whole number of {least} or more." };

    private BenchmarkCommand WithFile(string? file, Func<BenchmarkSettings, string, BenchmarkSettings> set) => File.Exists(file)
        ? this with { Settings = set(Settings, file) }
        : this with { Fault = $"There is no file '{file}'." };

    private BenchmarkCommand WithOut(string? folder) => folder is not null
        ? this with { Out = folder }
        : this with { Fault = "--out needs a folder." };

    private BenchmarkCommand WithAttack(string? name) => name is not null && HostileCase.Names.Contains(name)
        ? this with { Settings = Settings with { Attacks = [.. Settings.Attacks, name] } }
        : this with { Fault = $"There is no attack '{name}'. There are {string.Join(", ", HostileCase.Names)}." };

    private BenchmarkCommand WithCase(string name) =>
        BenchmarkCatalog.All.FirstOrDefault(known => known.Name == name) is { } found
            ? this with { Cases = [.. Cases, found] }
            : this with { Fault = $"There is no case '{name}'. --list names them." };
}

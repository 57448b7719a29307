using System.Globalization;
using EdgeService.Benchmarks.Cases;

namespace EdgeService.Benchmarks;

/// <summary>What the command line asks for: <c>--list</c>, <c>--all</c>, or the names of cases.</summary>
internal sealed record BenchmarkCommand
{
    private const string Usage = "Say --list, --all or the name of a case. Options: --rounds N (5 or more), --calls N (1000 or more), "
        + "--members N (1000 or more), --minutes N, --attack NAME, --population FILE, --snapshot FILE, --folder FOLDER, --json.";

    public bool List { get; private init; }

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
                "--list" => command with { List = true },
                "--json" => command with { Json = true },
                "--all" => command with { Cases = [.. BenchmarkCatalog.All.Where(known => !known.ByNameOnly)] },
                "--rounds" => command.WithNumber(words.ElementAtOrDefault(++at), 5, (settings, n) => settings with { Rounds = n }),
                "--calls" => command.WithNumber(words.ElementAtOrDefault(++at), 1000, (settings, n) => settings with { Calls = n }),
                "--members" => command.WithNumber(words.ElementAtOrDefault(++at), 1000, (settings, n) => settings with { Members = n }),
                "--minutes" => command.WithNumber(words.ElementAtOrDefault(++at), 1, (settings, n) => settings with { Minutes = n }),
                "--attack" => command.WithAttack(words.ElementAtOrDefault(++at)),
                "--population" => command.WithFile(words.ElementAtOrDefault(++at), (settings, file) => settings with { Population = file }),
                "--snapshot" => command.WithFile(words.ElementAtOrDefault(++at), (settings, file) => settings with { Snapshot = file }),
                "--folder" => command with { Settings = command.Settings with { Folder = words.ElementAtOrDefault(++at) ?? "." } },
                var name => command.WithCase(name),
            };
        }

        return command is { List: false, Cases.Count: 0, Fault: null }
            ? command with { Fault = Usage }
            : command;
    }

    private BenchmarkCommand WithNumber(string? word, int least, Func<BenchmarkSettings, int, BenchmarkSettings> set) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? this with { Settings = set(Settings, number) }
            : this with { Fault = $"'{word}' is not a whole number of {least} or more." };

    private BenchmarkCommand WithFile(string? file, Func<BenchmarkSettings, string, BenchmarkSettings> set) => File.Exists(file)
        ? this with { Settings = set(Settings, file) }
        : this with { Fault = $"There is no file '{file}'." };

    private BenchmarkCommand WithAttack(string? name) => name is not null && HostileCase.Names.Contains(name)
        ? this with { Settings = Settings with { Attacks = [.. Settings.Attacks, name] } }
        : this with { Fault = $"There is no attack '{name}'. There are {string.Join(", ", HostileCase.Names)}." };

    private BenchmarkCommand WithCase(string name) =>
        BenchmarkCatalog.All.FirstOrDefault(known => known.Name == name) is { } found
            ? this with { Cases = [.. Cases, found] }
            : this with { Fault = $"There is no case '{name}'. --list names them." };
}

/// <summary>How long to measure.</summary>
internal sealed record BenchmarkSettings
{
    /// <summary>Interleaved rounds; the median counts. At least 5.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>Calls to each side in a round.</summary>
    public int Calls { get; init; } = 200_000;

    /// <summary>How long a soak takes.</summary>
    public int Minutes { get; init; } = 10;

    /// <summary>The attacks that <c>hostile</c> makes; none leaves it to the case, which makes all.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Members of the snapshots that are made; null leaves it to the case.</summary>
    public int? Members { get; init; }

    /// <summary>A population in the binary form to take instead of making one; null makes one.</summary>
    public string? Population { get; init; }

    /// <summary>A snapshot to read instead of making one; null makes one.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Where large files are made; they are taken away again.</summary>
    public string Folder { get; init; } = Path.GetTempPath();
}

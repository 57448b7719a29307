namespace EdgeService.Benchmarks.Peers;

/// <summary>Where the peers' sources and the protos lie: they are built from a clone, not from what was published.</summary>
internal static class PeerSources
{
    private const string Solution = "EdgeService.sln";

    public static string Protos => Path.Combine(Root(), "protos");

    /// <summary>A file of the folder that this one lies in.</summary>
    public static string Of(params ReadOnlySpan<string> names) => Path.Combine([Root(), "tests", "EdgeService.Benchmarks", "Peers", .. names]);

    /// <summary>Whether a program is on the path.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>Where on the path a program lies; null if nowhere.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new InvalidOperationException($"The peers are built from their sources: run the benchmarks within a clone, which holds {Solution}.");
    }
}

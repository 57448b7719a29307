namespace EdgeService.Benchmarks.Serving;

/// <summary>The edge and the empty server side by side, on made material in a folder that goes away with them.</summary>
internal sealed class ServedPair : IAsyncDisposable
{
    /// <summary>Has the framework answer every check.</summary>
    public const string OnFramework = "--Edge:Direct:Checks=false";

    /// <summary>Has checks answered directly.</summary>
    public const string Directly = "--Edge:Direct:Checks=true";

    private ServedPair(string home, ServedProcess edge, ServedProcess empty) => (Home, Edge, Empty) = (home, edge, empty);

    public string Home { get; }

    public ServedProcess Edge { get; }

    public ServedProcess Empty { get; }

    public string Pki => Path.Combine(Home, "pki");

    /// <param name="more">Settings of the edge beyond those of every case.</param>
    public static async Task<ServedPair> StartAsync(params string[] more)
    {
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        var edge = await ServedProcess.StartAsync(
            ["serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0", .. more]);
        var empty = await ServedProcess.StartAsync("serve-empty", Path.Combine(home, "pki"));
        return new ServedPair(home, edge, empty);
    }

    public async ValueTask DisposeAsync()
    {
        await Empty.DisposeAsync();
        await Edge.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}

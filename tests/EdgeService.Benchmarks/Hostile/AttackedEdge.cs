using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;
using EdgeService.Catalog;
using EdgeService.Doors;
using EdgeService.Tests.Identity;

namespace EdgeService.Benchmarks.Hostile;

/// <summary>An edge as it comes, honest docks that ask it as fast as they are answered, and an attacker in a process of his own.</summary>
internal sealed class AttackedEdge : IAsyncDisposable
{
    private const int Docks = 16;
    private const string Method = "perks.edge.v1.EligibilityService/CheckEligibility";
    private const string FirstDock = "{ \"id\": \"dock-1\", \"audience\": \"BIKE-1\"";

    private readonly string _home;
    private readonly CheckBodies _bodies;
    private readonly HonestDocks _docks;

    private AttackedEdge(string home, ServedProcess edge, ServedProcess attacker)
    {
        (_home, Edge, Attacker) = (home, edge, attacker);
        _bodies = new CheckBodies(home);
        _docks = new HonestDocks(Url(edge, "https"), Path.Combine(home, "pki", "ca.pem"), [.. Enumerable.Range(2, Docks).Select(CertificateOf)]);
    }

    public ServedProcess Edge { get; }

    public ServedProcess Attacker { get; }

    public static async Task<AttackedEdge> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "catalog.json"), Catalog());
        var asItComes = new DoorsOptions();
        var edge = await ServedProcess.StartAsync(
            "serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0",
            FormattableString.Invariant($"--Edge:Doors:CallsPerSecond={asItComes.CallsPerSecond}"), FormattableString.Invariant($"--Edge:Doors:CallBurst={asItComes.CallBurst}"));
        var port = Url(edge, "https").Port.ToString(CultureInfo.InvariantCulture);
        var attacked = new AttackedEdge(home, edge, await ServedProcess.StartAsync(Hostile.Attacker.Part, port, Path.Combine(home, "pki"), "/" + Method));
        await attacked._bodies.FindAsync(64, attacked.AskAsync);
        return attacked;
    }

    /// <summary>Has every dock ask for so long, each with codes of its own that are good for a minute: one shown at a dock is good at no other.</summary>
    public Task<Goodput> AskAsync(int round, TimeSpan time) => _docks.AskAsync([.. Enumerable.Range(0, Docks).Select(_ => _bodies.Fresh(round))], time);

    public async ValueTask DisposeAsync()
    {
        _docks.Dispose();
        _bodies.Dispose();
        await Attacker.DisposeAsync();
        await Edge.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>The catalog as it comes, with more docks: each is a caller with limits of its own.</summary>
    private static string Catalog() => File.ReadAllText(CatalogOptions.ShippedFile).Replace(
        FirstDock,
        string.Concat(Enumerable.Range(2, Docks).Select(number => $"{{ \"id\": \"dock-{number}\", \"audience\": \"BIKE-{number}\" }}, ")) + FirstDock,
        StringComparison.Ordinal);

    private X509Certificate2 CertificateOf(int number)
    {
        using var authority = X509Certificate2.CreateFromPemFile(Path.Combine(_home, "pki", "terminals-ca.pem"), Path.Combine(_home, "pki", "terminals-ca.key"));
        return TrialCertificates.Signed(authority, [string.Create(CultureInfo.InvariantCulture, $"urn:perks:terminal:citybike:central-park:dock-{number}")]);
    }

    private async Task<byte[]> AskAsync(byte[] body)
    {
        using var connection = new HttpMessageInvoker(new SocketsHttpHandler());
        return await GrpcPost.CallAsync(connection, Url(Edge, "http"), body, "citybike:central-park:dock-2");
    }

    private static Uri Url(ServedProcess edge, string scheme)
    {
        var said = edge.Ready.First(address => address.StartsWith(scheme + "://", StringComparison.Ordinal));
        return new UriBuilder(said) { Host = "localhost", Path = Method }.Uri;
    }
}

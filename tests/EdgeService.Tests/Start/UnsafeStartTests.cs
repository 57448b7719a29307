using EdgeService.Start;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Start;

/// <summary>Outside Development nothing unsafe starts, and all that is unsafe is said at once.</summary>
public sealed class UnsafeStartTests : IDisposable
{
    private readonly ProvidedHome _home = new();

    public static TheoryData<string, string, string> Loose => new()
    {
        { "pki/server.key", "644", "Edge:Pki:KeyFile: " },
        { "pki/server.key", "640", "Edge:Pki:KeyFile: " },
        { "pki/terminals-ca.pem", "666", "Edge:Pki:TerminalAuthorityFile: " },
        { "pki", "777", "Edge:Pki:KeyFile: " },
        { "secret/member.key", "604", "Edge:Signing:SecretFolder: " },
        { "secret", "777", "Edge:Signing:SecretFolder: " },
        { "keys", "770", "Edge:Signing:KeyFolder: " },
        { "catalog.json", "664", "Edge:Catalog:File: " },
        { "snapshot-keys", "757", "Edge:Snapshots:TrustFolder: " },
        { "trusted-keys", "777", "Edge:Signing:TrustFolder: " },
        { "accesses", "770", "Edge:Accesses:Folder: " },
        { "decisions", "777", "Edge:DecisionLog:Folder: " },
        { "", "775", "Edge:Home: " },
    };

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_an_operator_provides_starts()
    {
        await using var app = EdgeApp.Build([.. _home.Settings]);
        await app.StartAsync();
        await app.StopAsync();
    }

    [Theory]
    [MemberData(nameof(Loose))]
    public void Place_that_others_may_read_or_change_is_named(string place, string mode, string setting)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = place.Length == 0 ? _home.Path : _home.At(place.Split('/'));
        if (!Path.Exists(path))
            Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        var fault = Assert.Single(FaultsOf());
        Assert.StartsWith(setting + path + " has mode " + mode, fault, StringComparison.Ordinal);
        Assert.Contains("chmod", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_file_is_found()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_home.At("secret", "old", "older"));
        File.WriteAllText(_home.At("secret", "old", "older", "member.key"), "x");
        Assert.StartsWith("Edge:Signing:SecretFolder: " + _home.At("secret", "old", "older", "member.key"), Assert.Single(FaultsOf()), StringComparison.Ordinal);
    }

    [FactAsRoot]
    public async Task Place_of_another_user_is_named()
    {
        await OutsideProgram.RunAsync("chown", "65534", _home.At("keys"), _home.Path);
        var faults = FaultsOf();
        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Contains("belongs to user 65534, and the service runs as 0.", fault, StringComparison.Ordinal));
    }

    [FactAsRoot]
    public void Root_is_refused_unless_allowed() =>
        Assert.StartsWith("Edge:Host:AllowRoot: the service runs as root", Assert.Single(FaultsOf("--Edge:Host:AllowRoot=false")), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_unsafe_is_said_at_once()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home.At("pki", "server.key"), (UnixFileMode)Convert.ToInt32("644", 8));
        File.Delete(_home.At("catalog.json"));
        var faults = FaultsOf("--Edge:Doors:PlaintextPort=7080", "--Edge:Presence:AcceptsMemberIds=true", "--Edge:Doors:MaxCalls=0", "--Edge:Doors:MaxConnections=1000000");
        string[] expected = ["Edge:Pki:KeyFile", "Edge:Catalog:File", "Edge:Doors:PlaintextPort", "Edge:Presence:AcceptsMemberIds", "MaxCalls", "Edge:Doors:MaxConnections"];
        Assert.All(expected, name => Assert.Contains(faults, fault => fault.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Share_with_which_one_caller_could_fill_the_edge_is_named()
    {
        var faults = FaultsOf("--Edge:Doors:CallsPerCaller=2049", "--Edge:Doors:MaxStreams=60");
        Assert.Equal(["Edge:Doors:CallsPerCaller: 2049 is more than half of MaxCalls, 4096, ", "Edge:Doors:StreamsPerCaller: 32 is more than half of MaxStreams, 60, "], faults.Select(fault => fault[..(fault.IndexOf("so that", StringComparison.Ordinal))]));
    }

    [Theory]
    [InlineData("2026-11-26T00:00:00Z", null)]
    [InlineData("2026-11-24T23:59:00Z", "The clock says 2026-11-24 23:59 UTC, and this service was built at 2026-11-26 00:00.")]
    [InlineData("1970-01-01T00:00:00Z", "The clock says 1970-01-01 00:00 UTC")]
    public void Clock_before_the_build_is_named(string now, string? expected)
    {
        var fault = HostSafety.FaultOfClock(DateTimeOffset.Parse(now), DateTimeOffset.Parse("2026-11-26T00:00:00Z"));
        if (expected is null)
            Assert.Null(fault);
        else
            Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 2024, false)]
    [InlineData(1001, 2024, true)]
    public void Too_few_open_files_are_named(int connections, long most, bool named) =>
        Assert.Equal(named, HostSafety.FaultOfFiles(connections, most)?.StartsWith($"Edge:Doors:MaxConnections: {connections} connections need 2025 open files, and the process may open 2024.", StringComparison.Ordinal) ?? false);

    private IReadOnlyList<string> FaultsOf(params string[] settings) => Assert.Throws<StartFaultsException>(() => EdgeApp.Build([.. _home.Settings, .. settings])).Faults;
}

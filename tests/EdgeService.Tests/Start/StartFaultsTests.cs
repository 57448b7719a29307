using EdgeService.Start;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Start;

public sealed class StartFaultsTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Production_lists_all_that_is_missing_at_once()
    {
        var faults = FaultsOf("--environment=Production", $"--Edge:Home={_home.Path}", "--Edge:Doors:PlaintextPort=7080");
        foreach (var provision in Provision.All.Where(provision => provision.Kind != ProvisionKind.Made))
            Assert.Contains(faults, fault => fault.StartsWith(provision.Setting + ": ", StringComparison.Ordinal) && fault.Contains("does not exist. Provide", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("PlaintextPort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Production_refuses_every_thing_that_Development_has_made()
    {
        await using var made = await EdgeHost.StartAsync();
        var faults = FaultsOf("--environment=Production", $"--Edge:Home={made.Home}");
        foreach (var provision in Provision.All)
            Assert.Contains(faults, fault => fault.StartsWith(provision.Setting + ": ", StringComparison.Ordinal) && fault.Contains("made for Development", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Production_knows_the_made_authority_also_without_its_mark()
    {
        await using var made = await EdgeHost.StartAsync();
        foreach (var mark in Directory.GetFiles(made.Home, "made", SearchOption.AllDirectories))
            File.Delete(mark);
        var faults = FaultsOf("--environment=Production", $"--Edge:Home={made.Home}");
        Assert.Contains("Edge:Pki:AuthorityFile: holds the authority made for Development. Provide your own.", faults);
    }

    [Fact]
    public void Settings_out_of_range_are_listed_at_once()
    {
        string[] wrong = ["--Edge:Doors:MaxCalls=0", "--Edge:DecisionLog:GatherMilliseconds=200"];
        var faults = FaultsOf([.. EdgeHost.SettingsOf(_home), .. wrong]);
        Assert.Contains(faults, fault => fault.Contains("MaxCalls", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("GatherMilliseconds", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(params string[] args) => Assert.Throws<StartFaultsException>(() => EdgeApp.Build(args)).Faults;
}

using EdgeService.Start;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;

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
        foreach (var role in new[] { "Terminal", "MemberApp", "Operator" })
            Assert.Contains($"Edge:Pki:{role}AuthorityFile: holds the authority made for Development. Provide your own.", faults);
    }

    [Fact]
    public void Production_names_every_authority_that_two_roles_share_or_that_is_none()
    {
        using var shared = TrialCertificates.Authority("CN=all");
        using var own = TrialCertificates.Authority("CN=own");
        using var signed = TrialCertificates.Signed(own, []);
        var (all, leaf) = (_home.At("all.pem"), _home.At("leaf.pem"));
        File.WriteAllText(all, shared.ExportCertificatePem());
        File.WriteAllText(leaf, signed.ExportCertificatePem());
        var faults = FaultsOf(
            "--environment=Production",
            $"--Edge:Home={_home.Path}",
            "--Edge:Pki:AuthorityFile=old.pem",
            $"--Edge:Pki:TerminalAuthorityFile={all}",
            $"--Edge:Pki:MemberAppAuthorityFile={leaf}",
            $"--Edge:Pki:OperatorAuthorityFile={all}",
            $"--Edge:Pki:ReplicaAuthorityFile={_home.At("none.pem")}");
        Assert.Contains("Edge:Pki:OperatorAuthorityFile: shares an authority with Edge:Pki:TerminalAuthorityFile. Give each role an authority of its own.", faults);
        Assert.Contains("Edge:Pki:MemberAppAuthorityFile: holds no self-signed certificate of an authority. Provide the root, as PEM.", faults);
        Assert.Contains(faults, fault => fault.StartsWith("Edge:Pki:AuthorityFile: one authority for all roles is no more.", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Edge:Pki:ReplicaAuthorityFile: ", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.StartsWith("Edge:Pki:TerminalAuthorityFile", StringComparison.Ordinal));
    }

    [Fact]
    public void Production_names_intermediate_authorities_and_an_issuing_one_that_is_not_among_the_terminals()
    {
        using var root = TrialCertificates.Authority("CN=root");
        using var below = TrialCertificates.Signed(root, []);
        using var issuing = TrialCertificates.Authority("CN=issuing");
        var (chain, issuer) = (_home.At("chain.pem"), _home.At("issuing.pem"));
        File.WriteAllText(chain, root.ExportCertificatePem() + "\n" + below.ExportCertificatePem());
        File.WriteAllText(issuer, issuing.ExportCertificatePem());
        string[] settings = ["--environment=Production", $"--Edge:Home={_home.Path}", $"--Edge:Pki:TerminalAuthorityFile={chain}"];
        var faults = FaultsOf([.. settings, $"--Edge:Pki:IssuingCertificateFile={issuer}"]);
        Assert.Contains(faults, fault => fault.StartsWith("Edge:Pki:TerminalAuthorityFile: holds CN=trial, which is not self-signed.", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Edge:Pki:IssuingCertificateFile: does not stand in Edge:Pki:TerminalAuthorityFile.", StringComparison.Ordinal));
        File.WriteAllText(chain, root.ExportCertificatePem() + "\n" + issuing.ExportCertificatePem());
        Assert.DoesNotContain(FaultsOf([.. settings, $"--Edge:Pki:IssuingCertificateFile={issuer}"]), fault => fault.Contains("self-signed", StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_out_of_range_are_listed_at_once()
    {
        string[] wrong = ["--Edge:Doors:MaxCalls=0", "--Edge:DecisionLog:GatherMilliseconds=200"];
        var faults = FaultsOf([.. EdgeHost.SettingsOf(_home), .. wrong]);
        Assert.Contains(faults, fault => fault.Contains("MaxCalls", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("GatherMilliseconds", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secret", "member.key")]
    [InlineData("keys", "*.key")]
    public void Development_names_a_key_that_others_may_read(string folder, string pattern)
    {
        if (OperatingSystem.IsWindows())
            return;
        MadeHome.CopyTo(_home);
        var key = Directory.GetFiles(_home.At(folder), pattern).Single();
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);
        var fault = Assert.Single(FaultsOf(EdgeHost.SettingsOf(_home)));
        Assert.StartsWith(key, fault, StringComparison.Ordinal);
        Assert.Contains("chmod 600", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Development_names_a_home_that_cannot_be_written()
    {
        File.WriteAllText(_home.At("pki"), "a file where a folder is to be");
        Assert.StartsWith($"Edge:Home: {_home.Path}: ", Assert.Single(FaultsOf(EdgeHost.SettingsOf(_home))), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_the_service_may_not_look_into_is_named()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        Directory.CreateDirectory(_home.At("secret"), UnixFileMode.None);
        Assert.Contains(FaultsOf("--environment=Production", $"--Edge:Home={_home.Path}"), fault => fault.Contains("cannot be read", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(params string[] args) => Assert.Throws<StartFaultsException>(() => EdgeApp.Build(args)).Faults;
}

using EdgeCtl;

namespace EdgeService.Tests.Client;

/// <summary>A terminal's life on the command line: its key, its certificates, and what operators say of it.</summary>
public sealed class TerminalCommandsTests(RunningEdge edge) : IClassFixture<RunningEdge>
{
    private const string Kiosk = "citylib:main-library:kiosk-1";
    private const string Desk = "cityhospital:east-wing:desk-1";
    private const string Gate = "railway:central-station:gate-1";

    [Fact]
    public async Task Terminal_is_enrolled_renewed_and_its_key_stays_its_owners()
    {
        var files = Path.Combine(edge.Home, "enrolled", "kiosk");
        Assert.Equal(0, (await edge.RunAsync("terminal", "enrol", Kiosk, "--out", files)).ExitCode);
        var (key, certificate) = (await File.ReadAllTextAsync(files + ".key"), await File.ReadAllTextAsync(files + ".pem"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files + ".key"));

        var renewed = await edge.RunAsync("terminal", "renew", "--identity", files);
        Assert.Equal(0, renewed.ExitCode);
        Assert.NotEqual(key, await File.ReadAllTextAsync(files + ".key"));
        Assert.NotEqual(certificate, await File.ReadAllTextAsync(files + ".pem"));
        Assert.Equal(["kiosk.key", "kiosk.pem"], Directory.GetFiles(Path.GetDirectoryName(files)!).Select(path => Path.GetFileName(path)!).Order());
        Assert.Equal(0, (await edge.RunAsync("terminal", "renew", "--identity", files)).ExitCode);

        var shown = await edge.ShowAsync("terminal", "show", Kiosk);
        Assert.All(["superseded", "good", "renewed", "enrolled", "operator:development"], word => Assert.Contains(word, shown.Output, StringComparison.Ordinal));
        Assert.Equal(3, (await edge.RunAsync("terminal", "show", Kiosk)).Json["terminal"]!["certificates"]!.AsArray().Count);
    }

    [Fact]
    public async Task Request_is_made_at_the_terminal_and_granted_at_the_operators()
    {
        var (there, here) = (Path.Combine(edge.Home, "street", "desk"), Path.Combine(edge.Home, "office", "desk"));
        Assert.Equal(0, (await edge.RunAsync("terminal", "enrol", "--request-only", "--out", there)).ExitCode);
        Directory.CreateDirectory(Path.GetDirectoryName(here)!);
        Assert.Equal(0, (await edge.RunAsync("terminal", "enrol", Desk, "--csr", there + ".csr", "--out", here)).ExitCode);
        Assert.False(File.Exists(here + ".key"));
        File.Move(here + ".pem", there + ".pem");
        Assert.Equal(0, (await edge.RunAsync("terminal", "renew", "--identity", there)).ExitCode);
    }

    [Fact]
    public async Task Renewal_that_broke_off_between_the_files_is_ended()
    {
        var files = Path.Combine(edge.Home, "broken", "desk");
        Assert.Equal(0, (await edge.RunAsync("terminal", "enrol", "creditdesk:downtown:desk-1", "--out", files)).ExitCode);
        Assert.Equal(0, (await edge.RunAsync("terminal", "enrol", "creditdesk:downtown:desk-1", "--out", files + ".next")).ExitCode);
        File.Move(files + ".next.key", files + ".key", overwrite: true);
        Assert.Equal(0, (await edge.RunAsync("terminal", "renew", "--identity", files)).ExitCode);
        Assert.False(File.Exists(files + ".next.pem"));
    }

    [Fact]
    public async Task Terminal_is_suspended_resumed_revoked_and_listed()
    {
        Assert.Equal("TERMINAL_STATE_SUSPENDED", (string)(await edge.RunAsync("terminal", "suspend", Gate, "--reason", "odd")).Json["terminal"]!["state"]!);
        Assert.Contains(Gate, (await edge.ShowAsync("terminal", "list", "--state", "suspended")).Output, StringComparison.Ordinal);
        var refused = await edge.RunAsync("perks", "--as", "lounge-gate");
        Assert.Equal((ExitCode.Failed, "IDENTITY_SUSPENDED"), (refused.ExitCode, (string)refused.Json["error"]!["reason"]!));
        Assert.Equal("TERMINAL_STATE_UNENROLLED", (string)(await edge.RunAsync("terminal", "resume", Gate, "--reason", "fine")).Json["terminal"]!["state"]!);
        Assert.Equal(0, (await edge.RunAsync("perks", "--as", "lounge-gate")).ExitCode);
        Assert.Equal(0, (await edge.RunAsync("terminal", "revoke", Gate, "--serial", "4f:3a", "--reason", "copied")).ExitCode);
        Assert.Equal(0, (await edge.RunAsync("terminal", "revoke", Gate, "--reason", "stolen")).ExitCode);
        Assert.Equal(ExitCode.NotSo, (await edge.RunAsync("terminal", "resume", Gate, "--reason", "?")).ExitCode);
        Assert.Equal(ExitCode.NotSo, (await edge.RunAsync("terminal", "show", "a:b:c")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await edge.RunAsync("terminal", "show", "dock-1")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await edge.RunAsync("terminal", "enrol", "--out", "x")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await edge.RunAsync("terminal", "suspend", Gate)).ExitCode);
    }
}

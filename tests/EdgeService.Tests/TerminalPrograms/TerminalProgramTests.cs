using System.Text.Json;
using EdgeService.Tests.Hosting;
using EdgeTerminals;

namespace EdgeService.Tests.TerminalPrograms;

/// <summary>The four terminals as programs, by script and as small fleets, against a real edge.</summary>
public sealed class TerminalProgramTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EdgeHost _host = null!;

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync("--Edge:Doors:FruitlessPerAddress=0");

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dock_lends_is_cut_off_during_the_return_and_settles_it_by_its_receipt()
    {
        var (code, said) = await PlayAsync("dock", "lend", "cut", "return bike-1", "mend", "settled", "lend bike-2", "return bike-2");
        Assert.True(code == 0, said);
        Assert.Contains("✓ lend: Welcome. [Service", said, StringComparison.Ordinal);
        Assert.Contains("bike-1 is in slot", said, StringComparison.Ordinal);
        Assert.Contains("claim 1 settled", said, StringComparison.Ordinal);
        Assert.Contains("permits    4 (service 3, provisional 0, cut off 1)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_opens_once_on_a_token_with_or_without_link_and_names_foreign_codes()
    {
        var (code, said) = await PlayAsync("gate", "token", "show", "show", "member demo-alice", "token", "cut", "ticket first T-1", "show", "show", "scan https://example.org", "clock -3600", "mend", "settled");
        Assert.True(code == 0, said);
        Assert.Contains("permits    2 (service 1, provisional 0, cut off 1)", said, StringComparison.Ordinal);
        Assert.Contains("token: AlreadyRedeemed 1", said, StringComparison.Ordinal);
        Assert.Contains("offline: AlreadyRedeemed 1", said, StringComparison.Ordinal);
        Assert.Contains("scanned: WebAddress 1", said, StringComparison.Ordinal);
        Assert.Contains("claim 1 settled", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Desk_gives_a_queue_number_settles_later_and_lends_a_wheelchair_without_a_link()
    {
        var (code, said) = await PlayAsync("desk", "treat", "settle", "cut", "lend", "treat", "mend", "settled", "return chair-1");
        Assert.True(code == 0, said);
        Assert.Contains("queue number A-001", said, StringComparison.Ordinal);
        Assert.Contains("120.00 CNY charged, paid, closed", said, StringComparison.Ordinal);
        Assert.Contains("the ordinary queue", said, StringComparison.Ordinal);
        Assert.Contains("claim 1 settled", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kiosk_lends_and_takes_back()
    {
        var (code, said) = await PlayAsync("kiosk", "token", "show", "return book-1");
        Assert.True(code == 0 && said.Contains("permits    2 (service 2", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task Faulty_script_names_every_line()
    {
        var script = _folder.At("faulty.txt");
        await File.WriteAllLinesAsync(script, ["# a remark", "jump", "wait long", "token", "return"]);
        var (code, _, errors) = await RunAsync("kiosk", "--script", script);
        Assert.Equal(2, code);
        Assert.Equal(["line 2", "line 3", "line 5"], errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..6]));
    }

    [Fact]
    public async Task Fleet_of_gates_loses_no_grant_and_lists_every_double_use()
    {
        var (code, said, errors) = await RunAsync("gate", "--fleet", "12", "--seconds", "8", "--think", "0.3", "--down", "0.3", "--twice", "0.3", "--json");
        Assert.True(code == 0, said + errors);
        using var summary = JsonDocument.Parse(said);
        var proof = summary.RootElement.GetProperty("fleet");
        Assert.True(proof.GetProperty("holds").GetBoolean());
        Assert.True(proof.GetProperty("tokens").GetInt32() > 20, said);
        Assert.True(summary.RootElement.GetProperty("cutOff").GetInt32() > 0, said);
    }

    private async Task<(int Code, string Said)> PlayAsync(string trade, params string[] acts)
    {
        var script = _folder.At(trade + ".txt");
        await File.WriteAllLinesAsync(script, acts);
        var (code, said, errors) = await RunAsync(trade, "--script", script);
        return (code, said + errors);
    }

    private async Task<(int Code, string Said, string Errors)> RunAsync(string trade, params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        string[] where =
        [
            trade, "--home", _host.Home, "--address", _host.Doors.Plaintext!.ToString(), "--tls-address", _host.Doors.Tls.ToString(), "--folder", _folder.At("terminals"),
        ];
        var code = await CommandLine.RunAsync([.. where, .. arguments], output, errors, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }
}

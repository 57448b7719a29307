using System.Text.RegularExpressions;
using EdgeService.Client;
using EdgeService.TestNeeds;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

/// <summary>What the client library's README shows is what is compiled here, and it does what it says against a real edge.</summary>
public sealed partial class ReadmeExampleTests
{
    private static string Folder => Path.Combine(FactNeedsAttribute.Repository, "clients", "EdgeService.Client");

    [Fact]
    public void Every_example_of_the_readme_is_one_that_is_compiled()
    {
        var compiled = Example().Matches(File.ReadAllText(Path.Combine(FactNeedsAttribute.Repository, "tests", "EdgeService.Tests", "Client", "ReadmeExamples.cs")))
            .Select(example => Unindented(example.Groups[1].Value)).ToList();
        var shown = Block().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(block => block.Groups[1].Value.Trim()).ToList();
        Assert.Equal(4, compiled.Count);
        Assert.Equal(compiled, shown);
    }

    [Fact]
    public async Task Gate_and_dock_of_the_readme_work()
    {
        await using var host = await EdgeHost.StartAsync();
        using var folder = new TemporaryFolder();
        await using var session = ReadmeExamples.Open(Path.Combine(host.Home, "pki"), host.Doors.Tls, new Uri("https://localhost:1"), folder.At("gate"));
        var token = (await session.Terminal.IssueAsync(Ask(host, "station.lounge"), "LOUNGE-A")).Token.Text;
        var (opened, shown) = (0, new List<string>());
        await ReadmeExamples.GateAsync(session, new[] { token, token, "https://example.org" }.ToAsyncEnumerable(), () => opened++, shown.Add);
        Assert.Equal(1, opened);
        Assert.Contains(shown, text => text.StartsWith("Welcome.", StringComparison.Ordinal)); // Where the machine is slow, it is booked later.
        Assert.Contains(shown, text => text.StartsWith("This code was used already.", StringComparison.Ordinal));
        Assert.Contains(shown, text => text.StartsWith("This is a web address", StringComparison.Ordinal));
        await ReadmeExamples.AloneAsync(session.Verifier!, token, () => opened++);
        Assert.Equal(1, opened);

        await using var dock = TerminalSession.Open(new TerminalSessionOptions
        {
            Connection = new EdgeConnection { Address = host.Doors.Plaintext!, DevelopmentTerminal = Terminal.Dock },
            Folder = folder.At("dock"),
        });
        Assert.True(await ReadmeExamples.DockAsync(dock, Ask(host, "bike.deposit-free").MemberRef.Value, "bike-readme", () => true));
        Assert.Equal(Custody.Active, (await dock.Terminal.GetAsync(GrantTarget.Item("bike-readme"))).Custody);
    }

    private static Inquiry Ask(EdgeHost host, string perk)
    {
        using var cipher = new System.Security.Cryptography.AesGcm(File.ReadAllBytes(Path.Combine(host.Home, "secret", "app-code.key")), 16);
        var nonce = System.Security.Cryptography.RandomNumberGenerator.GetBytes(Core.Members.AppCode.NonceSize);
        var code = Core.Members.AppCode.Seal("demo-chen", TimeProvider.System.GetUtcNow(), nonce, cipher);
        return new Inquiry { MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = code }, PerkId = perk };
    }

    private static string Unindented(string code) => string.Join('\n', code.Trim('\n').Split('\n').Select(line => line.Length > 8 ? line[8..] : "")).Trim();

    [GeneratedRegex("// example: [a-z]+\n(.*?)\n *// end", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

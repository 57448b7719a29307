using EdgeService.Tests.Hosting;
using EdgeSip2;
using EdgeSip2.Settings;

namespace EdgeService.Tests.Sip2;

public sealed class SettingsTests : IDisposable
{
    private const string Good = """
        {
          "listen": [{ "port": 6001 }],
          "edge": { "address": "http://localhost:7080" },
          "library": { "institutionId": "CITY", "name": "City Library", "utcOffsetMinutes": 480 },
          "kiosks": [{ "developmentTerminal": "citylib:main-library:kiosk-1" }],
          "journalFolder": "journals"
        }
        """;

    private const string Wrong = """
        {
          "listen": [{ "address": "192.0.2.1", "port": 70000 }],
          "edge": { "address": "http://edge.example:7080", "perk": "" },
          "library": { "textEncoding": "ebcdic", "language": "fr", "identityDocuments": "(" },
          "upstream": { "host": "", "housePatron": "a|b" },
          "kiosks": [{ "login": "a" }, { "login": "a", "certificate": "missing.pem" }],
          "journalFolder": "journals"
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        var settings = SettingsReading.Read(Write(Good));
        Assert.Equal(_folder.At("journals"), settings.JournalFolder);
        Assert.Null(settings.Upstream);
        Assert.Equal("library.cardless", settings.Edge.Perk);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var faults = Assert.Throws<SettingsException>(() => SettingsReading.Read(Write(Wrong))).Faults;
        string[] named =
        [
            "listen[0]:", "listen[0].port", "edge.address", "edge.perk", "library.textEncoding", "library.language", "library.identityDocuments",
            "upstream.host", "upstream.housePatron", "kiosks: login 'a' stands twice", "kiosks[0]", "kiosks[1]: certificate and key", "kiosks[1].certificate",
        ];
        Assert.All(named, name => Assert.Contains(faults, fault => fault.StartsWith(name, StringComparison.Ordinal)));
        Assert.Equal(named.Length, faults.Count);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{ "listen": [], "surprise": 1 }""", "surprise")]
    [InlineData("""{ "listen": null }""", "listen")]
    [InlineData("{}", "listen")]
    public void Text_that_is_no_settings_is_named(string text, string part) =>
        Assert.Contains(part, Assert.Throws<SettingsException>(() => SettingsReading.Read(Write(text))).Message);

    [Fact]
    public async Task Command_line_ends_with_two_on_wrong_settings_and_with_five_when_nobody_answers()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CommandLine.RunAsync(["serve", "--settings", Write(Wrong)], output, errors, CancellationToken.None));
        Assert.Contains("listen[0].port", errors.ToString());
        Assert.Equal(2, await CommandLine.RunAsync(["check", "--settings", _folder.At("none.json")], output, errors, CancellationToken.None));
        var nobody = Write(Good.Replace("localhost:7080", "127.0.0.1:9", StringComparison.Ordinal));
        Assert.Equal(5, await CommandLine.RunAsync(["check", "--settings", nobody], output, errors, CancellationToken.None));
        Assert.Contains("✗ edge", output.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        var path = _folder.At("gateway.json");
        File.WriteAllText(path, text);
        return path;
    }
}

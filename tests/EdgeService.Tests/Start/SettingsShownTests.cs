using EdgeService.Start;
using Microsoft.Extensions.Configuration;

namespace EdgeService.Tests.Start;

public sealed class SettingsShownTests
{
    private readonly IConfiguration _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Edge:Home"] = "/home/edge",
        ["Edge:Doors:Port"] = "7000",
        ["Edge:Signing:SecretFolder"] = "/secrets",
        ["Edge:Ledger:Postgres:Connection"] = "Host=db;Username=edge;Password=hunter2",
        ["Edge:Ledger:Postgres:PasswordFile"] = "/secrets/password",
        ["Edge:Telemetry:Endpoint"] = "https://user:hunter2@collector",
        ["Edge:Signing:SealKey"] = "hunter2",
        ["Edge:Doors:MaxCall"] = "1",
        ["Other:Thing"] = "hunter2",
    }).Build();

    [Fact]
    public void Settings_are_shown_and_texts_that_are_no_places_are_not() => Assert.Equal(
        [
            "Edge:Doors:Port=7000",
            "Edge:Ledger:Postgres:Connection=(set)",
            "Edge:Ledger:Postgres:PasswordFile=/secrets/password",
            "Edge:Signing:SecretFolder=/secrets",
            "Edge:Telemetry:Endpoint=(set)",
        ],
        SettingsShown.LinesOf(_configuration));

    [Fact]
    public void What_is_no_setting_is_named_without_its_value() =>
        Assert.Equal(["Edge:Doors:MaxCall", "Edge:Signing:SealKey"], SettingsShown.UnknownIn(_configuration));
}

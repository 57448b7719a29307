using EdgeService.Ledger;
using Microsoft.Extensions.Configuration;

namespace EdgeService.Tests.Proof;

public sealed class SafeSettingsTests
{
    [Fact]
    public void No_setting_keeps_the_ledger_from_waiting_for_the_disk()
    {
        var settings = new Dictionary<string, string?> { ["Edge:Ledger:WaitsForDisk"] = "false", ["Edge:Ledger:MaxBatch"] = "7" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var options = configuration.GetSection(LedgerOptions.Section).Get<LedgerOptions>()!;
        Assert.Equal((7, true), (options.MaxBatch, options.WaitsForDisk));
    }
}

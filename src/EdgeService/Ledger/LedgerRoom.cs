using Microsoft.Extensions.Options;

namespace EdgeService.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerRoom
{
    public static WebApplicationBuilder AddLedger(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ILedger>(provider => SqliteLedger.Open(
            provider.GetRequiredService<IOptions<LedgerOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteLedger>>()));
        builder.Services.AddHostedService<LedgerTending>();
        builder.Services.AddSingleton(provider => OutageJournal.Open(provider.GetRequiredService<IOptions<LedgerOptions>>().Value.OutageJournal));
        return builder;
    }

    /// <summary>Opens the ledger before a door opens; if that cannot be done, says why.</summary>
    public static IReadOnlyList<string> LoadLedger(this WebApplication app) => [.. LoadStore(app), .. LoadOutageJournal(app)];

    private static IReadOnlyList<string> LoadOutageJournal(WebApplication app)
    {
        try
        {
            _ = app.Services.GetRequiredService<OutageJournal>();
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            var path = app.Services.GetRequiredService<IOptions<LedgerOptions>>().Value.OutageJournal;
            return [$"{LedgerOptions.Section}:OutageJournal: {path} cannot be opened: {fault.Message}"];
        }
    }

    private static IReadOnlyList<string> LoadStore(WebApplication app)
    {
        try
        {
            _ = app.Services.GetRequiredService<ILedger>();
            return [];
        }
        catch (LedgerUnavailableException unavailable)
        {
            var path = app.Services.GetRequiredService<IOptions<LedgerOptions>>().Value.Path;
            return [$"{LedgerOptions.Section}:Path: {path} cannot be opened: {LedgerFaults.Describe(unavailable.Fault)}"];
        }
    }
}

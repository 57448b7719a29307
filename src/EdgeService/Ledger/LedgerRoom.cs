using Microsoft.Extensions.Options;

namespace EdgeService.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerRoom
{
    /// <param name="builder">The service.</param>
    /// <param name="secret">The member secret that this edge goes by: a ledger under another one is not opened. Null where it cannot be told.</param>
    public static WebApplicationBuilder AddLedger(this WebApplicationBuilder builder, Func<IServiceProvider, LedgerSecret?> secret)
    {
        builder.Services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PostgresOptions>().BindConfiguration(PostgresOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => OpenStore(provider, secret(provider))).AddSingleton(provider => provider.GetRequiredService<OpenedStore>().Ledger);
        builder.Services.AddSingleton(provider => provider.GetRequiredService<OpenedStore>().Terminals);
        builder.Services.AddHostedService<LedgerTending>();
        builder.Services.AddSingleton(provider => OutageJournal.Open(provider.GetRequiredService<IOptions<LedgerOptions>>().Value.OutageJournal));
        return builder;
    }

    /// <summary>Opens the ledger before a door opens; if that cannot be done, says why.</summary>
    public static IReadOnlyList<string> LoadLedger(this WebApplication app) => [.. LoadStore(app), .. LoadOutageJournal(app)];

    private static OpenedStore OpenStore(IServiceProvider provider, LedgerSecret? secret)
    {
        var options = provider.GetRequiredService<IOptions<LedgerOptions>>().Value;
        var (clock, log) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger("EdgeService.Ledger"));
        if (options.Store == LedgerStore.Sqlite)
        {
            var file = SqliteLedger.Open(options, clock, log, secret);
            return new OpenedStore(file, file.Terminals);
        }

        // Before a door is open there is nobody to keep waiting.
        var postgres = provider.GetRequiredService<IOptions<PostgresOptions>>().Value;
        var shared = Task.Run(() => PostgresLedger.OpenAsync(options, postgres, clock, log, secret)).GetAwaiter().GetResult();
        return new OpenedStore(shared, shared.Terminals);
    }

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

    private static List<string> LoadStore(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<LedgerOptions>>().Value;
        var faults = options.Store == LedgerStore.Postgres
            ? PostgresSettings.FaultsOf(app.Services.GetRequiredService<IOptions<PostgresOptions>>().Value).ToList()
            : [];
        if (faults.Count > 0)
        {
            return faults;
        }

        try
        {
            _ = app.Services.GetRequiredService<ILedger>();
            return [];
        }
        catch (LedgerUnavailableException unavailable)
        {
            var what = unavailable.Detail;
            return options.Store == LedgerStore.Postgres
                ? [$"{PostgresOptions.Section}: the ledger cannot be used: {what}"]
                : [$"{LedgerOptions.Section}:Path: {options.Path} cannot be opened: {what}"];
        }
    }

    /// <summary>One store, which keeps both.</summary>
    internal sealed record OpenedStore(ILedger Ledger, ITerminalRegister Terminals);
}

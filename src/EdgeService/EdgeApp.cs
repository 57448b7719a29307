using EdgeService.Accesses;
using EdgeService.Audit;
using EdgeService.Building.Snapshots;
using EdgeService.Catalog;
using EdgeService.Development;
using EdgeService.Direct;
using EdgeService.Doors;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Members;
using EdgeService.Operators;
using EdgeService.Overview;
using EdgeService.Pages;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;
using EdgeService.Start;
using EdgeService.Telemetry;
using EdgeService.Terminals;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace EdgeService;

/// <summary>Puts the rooms together.</summary>
public static class EdgeApp
{
    /// <summary>A service that is ready to run. Tests add to it by <paramref name="extend"/>, and endpoints by <paramref name="map"/>.</summary>
    /// <exception cref="StartFaultsException">Something is missing or wrong; all of it is listed.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? extend = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        AddHome(builder);
        var faults = Prepare(builder);
        AddRooms(builder);
        extend?.Invoke(builder);
        Refuse([.. faults, .. SettingsCheck.FaultsOf(builder.Services)]);
        var app = builder.Build();
        try
        {
            Map(Load(Show(app)));
            map?.Invoke(app);
            Refuse(app.Services.GetRequiredService<AccessTable>().FaultsAgainst(ServedMethods.Of(app), ServedMethods.PagesOf(app)));
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose(); // What is open by now, such as the ledger, is let go of.
            throw;
        }
    }

    /// <summary>Settings as the service has them, for what is done while it does not run.</summary>
    public static IConfiguration ConfigurationOf(IReadOnlyList<string> args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. args], ContentRootPath = AppContext.BaseDirectory });
        AddHome(builder);
        return builder.Configuration;
    }

    /// <summary>The places under the home folder are the weakest settings: files, environment and command line override them.</summary>
    private static void AddHome(WebApplicationBuilder builder)
    {
        var home = Path.GetFullPath(builder.Configuration[HomeLayout.HomeSetting] ?? HomeLayout.DefaultHome);
        builder.Configuration[HomeLayout.HomeSetting] = home;
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = HomeLayout.Settings(home) });
        if (builder.Environment.IsDevelopment())
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = HomeLayout.DevelopmentSettings(home) });
    }

    /// <summary>Development makes what is missing; anywhere else all is provided, and what is missing or unsafe is a fault.</summary>
    private static IReadOnlyList<string> Prepare(WebApplicationBuilder builder)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (!builder.Environment.IsDevelopment())
            return [.. Provisions.FaultsOf(builder.Configuration), .. PlacePermissions.FaultsOf(builder.Configuration), .. HostSafety.FaultsOf(builder.Configuration, now)];
        using var log = StartLog.Open(builder);
        var signing = builder.Configuration.GetSection(SigningOptions.Section).Get<SigningOptions>() ?? new();
        return DevelopmentMaterial.FaultsOfMaking(builder.Configuration[HomeLayout.HomeSetting]!, signing.MemberWith, now, log.CreateLogger("EdgeService.Start"));
    }

    private static void AddRooms(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAudit(services => new AuditIdentity(
            services.GetRequiredService<IOptions<SigningOptions>>().Value.EdgeNumber, services.GetRequiredService<DeploymentSecrets>().Audit));
        builder.AddTelemetry().AddIdentity(RegisterOf).AddDoors();
        builder.AddSigning().AddCatalog().AddLedger(KnownSecretOf).AddAccesses(KeysOf, ExchangeOf);
        builder.AddSnapshots(TagsOf);
        builder.AddFlow().AddTerminals().AddDirect().AddMembers().AddOperators().AddOverview().AddPages();
        builder.Services.AddSingleton(ReadinessOf);
    }

    /// <summary>Asked for when the doors are made ready, which is before the ledger is loaded and its faults are said: opened by the first use.</summary>
    private static TerminalRegister RegisterOf(IServiceProvider services)
    {
        var register = new Lazy<ITerminalRegister>(services.GetRequiredService<ITerminalRegister>);
        return new TerminalRegister(
            (since, now, cancellation) => register.Value.ReadChangesAsync(since, now, cancellation),
            (sights, cancellation) => register.Value.NoteSightsAsync(sights, cancellation));
    }

    private static LedgerSecret SecretOf(IServiceProvider services)
    {
        var secrets = services.GetRequiredService<DeploymentSecrets>();
        return new(secrets.MemberVersion, MemberHashing.CheckOf(secrets.Member));
    }

    private static KnownKeys KeysOf(IServiceProvider services)
    {
        var formers = services.GetRequiredService<FormerKeys>();
        return new(
            SecretOf(services).Check,
            () => FormersOf(services)?.HasRead == true,
            key => formers.TryCurrentOf(key, out var current) ? current : null);
    }

    /// <summary>Null where nothing is shared, or where the ledger cannot be opened, which is a fault of its own.</summary>
    private static AccessExchange? ExchangeOf(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<ILedger>().Exchange is { } exchange
                ? new AccessExchange(exchange, services.GetRequiredService<IOptions<SigningOptions>>().Value.EdgeNumber)
                : null;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    private static KnownTags TagsOf(IServiceProvider services) =>
        new(SecretOf(services).Check, () => FormersOf(services)?.ReadTags());

    /// <summary>Null where the ledger cannot be opened, which is a fault of its own.</summary>
    private static FormerKeyFollowing? FormersOf(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<FormerKeyFollowing>();
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    /// <summary>The same; null where the secrets cannot be used, so that the ledger's own faults are said beside theirs.</summary>
    private static LedgerSecret? KnownSecretOf(IServiceProvider services)
    {
        try
        {
            return SecretOf(services);
        }
        catch (KeyMaterialException)
        {
            return null;
        }
    }

    private static Readiness ReadinessOf(IServiceProvider services)
    {
        var (snapshot, catalog) = (services.GetRequiredService<CurrentSnapshot>(), services.GetRequiredService<CurrentCatalog>());
        var (keys, ledger) = (services.GetRequiredService<CurrentSigningKeys>(), services.GetRequiredService<ILedger>());
        var clock = services.GetRequiredService<TimeProvider>();
        return new Readiness(() => snapshot.IsThere, () => catalog.IsThere, () => keys.Keys.SignAt(clock.GetUtcNow()), () => ledger.Health.Usable);
    }

    /// <summary>What answers depend on is there before a door opens; everything that is missing or wrong is said at once.</summary>
    private static WebApplication Load(WebApplication app)
    {
        var signing = app.LoadSigning();
        var (catalog, ledger) = (app.LoadCatalog(), app.LoadLedger());
        var formers = signing.Count == 0 && ledger.Count == 0 ? app.LoadFormerKeys() : [];
        Refuse([
            .. signing,
            .. signing.Count == 0 ? app.LoadAudit() : [],
            .. catalog,
            .. ledger,
            .. formers,
            .. signing.Count == 0 ? app.LoadAccesses() : [],
            .. ledger.Count == 0 ? app.LoadIdentity() : [],
            .. signing.Count == 0 ? app.LoadSnapshot() : [],
        ]);
        return app;
    }

    private static WebApplication Show(WebApplication app)
    {
        SettingsShown.Log(app.Configuration, app.Logger);
        return app;
    }

    private static WebApplication Map(WebApplication app) => app.UseCallGate().MapPages().MapTerminals(app.DirectAnswers()).MapMembers().MapOperators().MapOverview();

    private static void Refuse(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
            throw new StartFaultsException(faults);
    }
}

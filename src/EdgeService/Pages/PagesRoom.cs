using EdgeService.Doors.Web;
using EdgeService.Identity;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace EdgeService.Pages;

/// <summary>
/// Serves the kiosk page at the browsers' door. Whoever may open a connection there may read it: it holds nothing but itself. Its settings are for
/// terminals, since they hold the key that tickets are digested under.
/// </summary>
public static class PagesRoom
{
    private const string Kiosk = "/kiosk";
    private const string Operators = "/operator";
    private const string Settings = "/settings.json";
    private const string First = "index.html";
    private const string BuiltIn = "kiosk";
    private const string NotBuilt = "The kiosk page is not here. Build it (npm install && npm run build in clients/kiosk), then the service; or name its folder in Edge:Pages:KioskFolder.";

    /// <summary>Files under here have a digest of their content in their name.</summary>
    private const string Assets = Kiosk + "/assets/";

    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PagesOptions>().BindConfiguration(PagesOptions.Section)
            .Validate(pages => pages.KioskFolder is null || File.Exists(Path.Combine(pages.KioskFolder, First)), $"Edge:Pages:KioskFolder: has no {First}. {NotBuilt}")
            .ValidateOnStart();
        return builder;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        var folder = app.Services.GetRequiredService<IOptions<PagesOptions>>().Value.KioskFolder ?? Path.Combine(AppContext.BaseDirectory, BuiltIn);
        app.UseWhen(context => WebDoor.Is(context.Features), web => Serve(web, Path.GetFullPath(folder)));
        return app;
    }

    private static void Serve(IApplicationBuilder web, string folder)
    {
        if (File.Exists(Path.Combine(folder, First)))
        {
            var files = new PhysicalFileProvider(folder);
            web.Use((context, next) => IsForTerminals(context) ? next(context) : WebRefusal.SayAsync(context.Response, StatusCodes.Status403Forbidden, "The kiosk's settings are for terminals."));
            web.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Kiosk, DefaultFileNames = [First] });
            web.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = Kiosk, OnPrepareResponse = file => Keep(file.Context) });
        }

        web.Use((context, next) => Elsewhere(context, next));
    }

    private static bool IsForTerminals(HttpContext context) =>
        !(context.Request.Path.Value ?? "").EndsWith(Settings, StringComparison.OrdinalIgnoreCase) || CallerIdentity.Of(context).Role == CallerRole.Terminal;

    /// <summary>A page and its settings are asked for anew each time, if only to hear that they are the same; what has a digest in its name never changes.</summary>
    private static void Keep(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments(Assets.TrimEnd('/')) ? "public, max-age=31536000, immutable" : "no-cache";

    private static Task Elsewhere(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/")
            context.Response.Redirect(CallerIdentity.Of(context).Role == CallerRole.Operator ? Operators : Kiosk + "/");
        else if (context.GetEndpoint() is not null)
            return next(context);
        else
            return WebRefusal.SayAsync(context.Response, StatusCodes.Status404NotFound, context.Request.Path.StartsWithSegments(Kiosk) ? NotBuilt : "There is no such page.");
        return Task.CompletedTask;
    }
}

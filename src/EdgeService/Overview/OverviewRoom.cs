using EdgeService.Doors.Web;

namespace EdgeService.Overview;

/// <summary>Registers the operators' page: static components, and a stream of figures for its script.</summary>
public static class OverviewRoom
{
    /// <summary>Where the page is.</summary>
    public const string Page = "/operator";

    private const string Html = "text/html; charset=utf-8";

    public static WebApplicationBuilder AddOverview(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<OverviewOptions>().BindConfiguration(OverviewOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PageWriting>().AddSingleton<FiguresEvents>();
        builder.Services.AddSingleton<FiguresFeed>().AddHostedService(services => services.GetRequiredService<FiguresFeed>());
        return builder;
    }

    public static WebApplication MapOverview(this WebApplication app)
    {
        var (feed, writing, events) = (app.Services.GetRequiredService<FiguresFeed>(), app.Services.GetRequiredService<PageWriting>(), app.Services.GetRequiredService<FiguresEvents>());
        return app
            .MapPage(new(Page), async context => Results.Content(await (await feed.LatestAsync(context.RequestAborted)).PageAsync(writing.WriteAsync), Html))
            .MapPage(new(Page + "/page.css"), _ => ValueTask.FromResult(Results.Content(PageFiles.Style, "text/css; charset=utf-8")))
            .MapPage(new(Page + "/page.js"), _ => ValueTask.FromResult(Results.Content(PageFiles.Script, "text/javascript; charset=utf-8")))
            .MapPage(new(Page + "/figures", Streams: true), context => ValueTask.FromResult(events.To(context)));
    }
}

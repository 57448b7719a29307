namespace EdgeService.Doors.Web;

/// <summary>Maps pages with figures, each behind its gate.</summary>
public static class WebPages
{
    /// <param name="app">The service.</param>
    /// <param name="page">The page; the access table must have a row for its path.</param>
    /// <param name="serve">Answers whoever may read it.</param>
    public static WebApplication MapPage(this WebApplication app, WebPage page, Func<HttpContext, ValueTask<IResult>> serve)
    {
        var gate = app.Services.GetRequiredService<PageGate>();
        app.MapMethods(page.Path, [HttpMethods.Get, HttpMethods.Head], context => gate.PassAsync(context, page, AnswerAsync)).WithMetadata(page);
        return app;

        async Task AnswerAsync(HttpContext context) => await (await serve(context)).ExecuteAsync(context);
    }
}

using EdgeService.Overview.Page;
using EdgeService.Overview.Shown;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace EdgeService.Overview;

/// <summary>Writes the page: static components, rendered to text.</summary>
public sealed class PageWriting(IServiceProvider services, ILoggerFactory loggers)
{
    public async Task<string> WriteAsync(PageView view)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(OperatorPage.View)] = view });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<OperatorPage>(parameters)).ToHtmlString());
    }
}

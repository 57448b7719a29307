using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace EdgeService.Benchmarks.Serving;

/// <summary>The real service inside this process, with the control pipe beside it.</summary>
internal static class EdgeServer
{
    /// <summary>One caller brings the load that many would, and so has the pace of many, unless the words say otherwise.</summary>
    private static readonly string[] OneForMany = ["--Edge:Doors:CallsPerSecond=1000000", "--Edge:Doors:CallBurst=1000000"];

    /// <summary>Words: the service's own command line.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        await using var app = EdgeApp.Build([.. OneForMany, .. words], AsInProduction);
        await app.StartAsync();
        await ControlPipe.AnswerAsync(string.Join(' ', app.Urls));
        await app.StopAsync();
        return 0;
    }

    /// <summary>Development is needed for the plaintext door; its error page, which wraps every call, is not what is measured.</summary>
    private static void AsInProduction(WebApplicationBuilder builder) => builder.Environment.EnvironmentName = Environments.Production;
}

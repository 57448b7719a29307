namespace EdgeService.Benchmarks.Serving;

/// <summary>The real service inside this process, with the control pipe beside it.</summary>
internal static class EdgeServer
{
    /// <summary>Words: the service's own command line.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        await using var app = EdgeApp.Build(words);
        await app.StartAsync();
        await ControlPipe.AnswerAsync(string.Join(' ', app.Urls));
        await app.StopAsync();
        return 0;
    }
}

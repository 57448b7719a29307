namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Clients that take their time, each with all the connections and streams it is given.</summary>
public static class SlowBodies
{
    private const int Connections = 64;
    private const int Streams = 100;
    private const short InitialWindow = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>Headers that go on for ever, a byte at a time.</summary>
    public static Task HeadersAsync(AttackRun run)
    {
        var begin = Frame.Of(Frame.Headers, 0, 1, HeaderBlock.OfCall(run.Target.Path).ToArray());
        return ManyAsync(run, null, _ => begin, _ => Frame.Of(Frame.Continuation, 0, 1, 0x82));
    }

    /// <summary>Messages that go on for ever, a byte at a time, on every stream.</summary>
    public static Task DataAsync(AttackRun run)
    {
        var block = HeaderBlock.OfCall(run.Target.Path).ToArray();
        return ManyAsync(
            run, null,
            first => OnStreams(first, stream => Frame.Of(Frame.Headers, Frame.EndHeaders, stream, block)),
            first => OnStreams(first, stream => Frame.Of(Frame.Data, 0, stream, 0)));
    }

    /// <summary>Whole calls whose answers cannot be sent: the window stays shut.</summary>
    public static Task ZeroWindowAsync(AttackRun run)
    {
        var block = HeaderBlock.OfCall(run.Target.Path).ToArray();
        return ManyAsync(
            run, Frame.Setting(InitialWindow, 0),
            first => OnStreams(first, stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, block), .. Frame.Of(Frame.Data, Frame.EndStream, stream, run.Target.Body)]),
            _ => []);
    }

    private static byte[] OnStreams(int first, Func<int, byte[]> frames) => [.. Enumerable.Range(0, Streams).SelectMany(number => frames(first + 2 * number))];

    private static Task ManyAsync(
        AttackRun run, byte[]? settings, Func<int, byte[]> begin, Func<int, byte[]> more) => Attack.AgainAsync(Connections, run, async () =>
    {
        await using var connection = await HostileConnection.OpenAsync(run, settings);
        if (connection is null)
        {
            await Task.Delay(Pause, run.Stop);
            return;
        }

        for (var going = await connection.SendAsync(begin(1), run.Stop); going; going = await connection.SendAsync(more(1), run.Stop))
            await Task.Delay(Pause, run.Stop);
    });
}

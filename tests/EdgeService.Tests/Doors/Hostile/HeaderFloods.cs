namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Headers that are large, or become so.</summary>
public static class HeaderFloods
{
    private const int Connections = 4;
    private const int FrameBytes = 16_384;
    private const int Giant = 1 << 20;

    /// <summary>A megabyte of headers for a call, in frames of the size that is allowed.</summary>
    public static Task GiantAsync(AttackRun run)
    {
        var block = HeaderBlock.OfCall(run.Target.Path);
        for (var i = 0; i < Giant / 4096; i++)
            block.Add($"x-{i}", new string('a', 4080));
        return BlocksAsync(run, block.ToArray());
    }

    /// <summary>A header of 4 KB that the server remembers, called up by single bytes: sixteen thousandfold in a frame.</summary>
    public static Task BombAsync(AttackRun run) =>
        BlocksAsync(run, HeaderBlock.OfCall(run.Target.Path).Remember("x", new string('a', 4000)).Repeat(FrameBytes).ToArray());

    private static Task BlocksAsync(AttackRun run, byte[] block) => Attack.AgainAsync(Connections, run, async () =>
    {
        await using var connection = await HostileConnection.OpenAsync(run);
        var stream = 1;
        while (connection is not null && await SendAsync(connection, block, stream, run.Stop))
            stream += 2;
    });

    private static async Task<bool> SendAsync(HostileConnection connection, byte[] block, int stream, CancellationToken stop)
    {
        for (var at = 0; at < block.Length; at += FrameBytes)
        {
            var piece = block.AsSpan(at, Math.Min(FrameBytes, block.Length - at));
            var flags = at + piece.Length == block.Length ? Frame.EndHeaders : (byte)0;
            if (!await connection.SendAsync(Frame.Of(at == 0 ? Frame.Headers : Frame.Continuation, flags, stream, piece), stop))
                return false;
        }

        return true;
    }
}

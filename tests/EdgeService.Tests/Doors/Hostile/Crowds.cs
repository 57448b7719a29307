using System.Net.Sockets;

namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Connections in great number that do nothing, or nothing but open.</summary>
public static class Crowds
{
    private const int AtOnce = 32;
    private const int HandshakesAtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    /// <summary>Connections with a certificate that are opened and left alone.</summary>
    public static Task IdleAsync(AttackRun run)
    {
        var room = new SemaphoreSlim(AtOnce);
        return Attack.AgainAsync(run.Crowd, run, async () =>
        {
            await room.WaitAsync(run.Stop);
            HostileConnection? connection;
            try
            {
                connection = await HostileConnection.OpenAsync(run);
            }
            finally
            {
                room.Release();
            }

            await using (connection)
                await (connection?.EndAsync(run.Stop) ?? Task.Delay(Pause, run.Stop));
        });
    }

    /// <summary>Connections that never begin a handshake.</summary>
    public static Task UnprovenAsync(AttackRun run)
    {
        var room = new SemaphoreSlim(AtOnce);
        return Attack.AgainAsync(run.Crowd, run, async () =>
        {
            await room.WaitAsync(run.Stop);
            Socket socket;
            try
            {
                socket = await HostileConnection.ConnectAsync(run.Target, run.Stop);
            }
            finally
            {
                room.Release();
            }

            using (socket)
            {
                run.Tally.CountOpen();
                try
                {
                    await socket.ReceiveAsync(new byte[1], run.Stop);
                }
                finally
                {
                    run.Tally.CountClosed();
                }
            }
        });
    }

    /// <summary>Handshakes one after another, with what certificate there is.</summary>
    public static Task HandshakesAsync(AttackRun run) => Attack.AgainAsync(HandshakesAtOnce, run, async () =>
    {
        try
        {
            await using var stream = await HostileConnection.HandshakeAsync(run.Target, run.Stop);
            run.Tally.CountOpen();
            run.Tally.CountClosed();
        }
        catch (Exception refused) when (HostileConnection.IsEnd(refused))
        {
            run.Tally.CountRefused();
        }
    });
}

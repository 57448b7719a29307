using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EdgeService.Doors;

/// <summary>
/// A door of <see cref="OpenDoors"/> on Linux: a thread of its own waits at it, turns away whom the address book does not hear before .NET knows of them, and
/// hands on the others.
/// </summary>
internal sealed class WatchedDoor : IConnectionListener
{
    /// <summary>Heard and not yet taken by the web server. While so many wait nobody else is let in, and the kernel's queue fills.</summary>
    private const int MostWaiting = 64;

    private readonly Socket _socket;
    private readonly AddressBook _addresses;
    private readonly SocketConnectionContextFactory _connections;
    private readonly EdgeMeter _meter;
    private readonly TimeProvider _clock;
    private readonly Channel<Socket> _heard = Channel.CreateBounded<Socket>(new BoundedChannelOptions(MostWaiting) { SingleWriter = true });
    private readonly Thread _watch;

    public WatchedDoor(Socket socket, AddressBook addresses, SocketConnectionContextFactory connections, EdgeMeter meter, TimeProvider clock)
    {
        (_socket, _addresses, _connections, _meter, _clock) = (socket, addresses, connections, meter, clock);
        EndPoint = socket.LocalEndPoint!;
        _watch = new Thread(Watch) { IsBackground = true, Name = $"door {EndPoint}" };
        _watch.Start();
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection that is heard; null once the door is closed.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _heard.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_heard.Reader.TryRead(out var heard))
                return _connections.Create(heard);
        }

        return null;
    }

    /// <summary>Closes the door; those who were heard and wait are still given out.</summary>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _socket.Dispose();
        _heard.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _heard.Writer.TryComplete();
        _watch.Join();
        while (_heard.Reader.TryRead(out var waiting))
            waiting.Dispose();
        _connections.Dispose();
        return default;
    }

    private void Watch()
    {
        Span<byte> from = stackalloc byte[16];
        while (true)
        {
            switch (Wait(out var knocking, from, out var length))
            {
                case KnockingLinux.Knock.Closed:
                    _heard.Writer.TryComplete();
                    return;
                case KnockingLinux.Knock.Lacking:
                    _meter.ConnectionRefused("resources");
                    Task.Delay(OpenDoor.Breath, _clock).GetAwaiter().GetResult();
                    break;
                case KnockingLinux.Knock.Come when _addresses.TryHear(from[..length]):
                    HandOn(knocking);
                    break;
                case KnockingLinux.Knock.Come:
                    _meter.ConnectionRefused("address");
                    KnockingLinux.Reset(knocking);
                    break;
                default:
                    break; // It was gone before it was looked at; the next.
            }
        }
    }

    private KnockingLinux.Knock Wait(out int knocking, Span<byte> from, out int length)
    {
        try
        {
            return KnockingLinux.Wait(_socket.SafeHandle, out knocking, from, out length);
        }
        catch (ObjectDisposedException)
        {
            (knocking, length) = (-1, 0);
            return KnockingLinux.Knock.Closed;
        }
    }

    private void HandOn(int knocking)
    {
        Socket? heard = null;
        try
        {
            heard = new Socket(new SafeSocketHandle(knocking, ownsHandle: true)) { NoDelay = true };
            if (!_heard.Writer.TryWrite(heard))
                _heard.Writer.WriteAsync(heard).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception gone) when (gone is SocketException or ChannelClosedException)
        {
            // It went away while it was taken in, or the door was closed.
            heard?.Dispose();
        }
    }
}

using System.Net;
using System.Net.Sockets;
using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EdgeService.Doors;

/// <summary>A door of <see cref="OpenDoors"/> as .NET opens it on any system.</summary>
internal sealed class OpenDoor(Socket socket, AddressBook addresses, SocketConnectionContextFactory connections, EdgeMeter meter, TimeProvider clock) : IConnectionListener
{
    /// <summary>Before the next try where none can be accepted: what is lacking, files above all, comes back when a connection ends.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <summary>The next connection that is heard; null once the door is closed.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var knocking = await socket.AcceptAsync(cancellationToken);
                if (addresses.TryHear(knocking.RemoteEndPoint))
                {
                    knocking.NoDelay = true;
                    return connections.Create(knocking);
                }

                meter.ConnectionRefused("address");
                knocking.Close(timeout: 0);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException gone) when (gone.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // It was gone before it was looked at; the next.
            }
            catch (SocketException)
            {
                meter.ConnectionRefused("resources");
                await Task.Delay(Breath, clock, CancellationToken.None);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        socket.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        connections.Dispose();
        return default;
    }
}

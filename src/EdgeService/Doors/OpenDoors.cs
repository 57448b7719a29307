using System.Net;
using System.Net.Sockets;
using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EdgeService.Doors;

/// <summary>
/// Listens where every address can knock, and turns bare sockets away by the address book: what the web server makes for a connection, buffers and pipes
/// and tasks, is not made for one that is not heard. Doors on loopback are left to the web server.
/// </summary>
public sealed class OpenDoors(AddressBook addresses, EdgeMeter meter, TimeProvider clock, ILogger<OpenDoors> log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Backlog = 512;

    /// <summary>Before the next try where none can be accepted: what is lacking, files above all, comes back when a connection ends.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint { Address: var address } && (address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any));

    /// <exception cref="AddressInUseException">The port is taken.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            return new(new OpenDoor(socket, addresses, new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), log), meter, clock));
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }
    }

    private sealed class OpenDoor(Socket socket, AddressBook addresses, SocketConnectionContextFactory connections, EdgeMeter meter, TimeProvider clock) : IConnectionListener
    {
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
}

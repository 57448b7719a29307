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

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint { Address: var address } && (address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any));

    /// <exception cref="AddressInUseException">The port is taken.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            var connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), log);
            return new(OperatingSystem.IsLinux() ? new WatchedDoor(socket, addresses, connections, meter, clock) : new OpenDoor(socket, addresses, connections, meter, clock));
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }
    }
}

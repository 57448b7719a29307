using Microsoft.AspNetCore.Connections;

namespace EdgeService.Doors;

/// <summary>One connection on its way in; a feature of it.</summary>
public sealed class Arrival
{
    private readonly ConnectionContext _connection;
    private readonly Arrivals _arrivals;

    public Arrival(ConnectionContext connection, Arrivals arrivals)
    {
        (_connection, _arrivals) = (connection, arrivals);
        Place = new LinkedListNode<Arrival>(this);
    }

    internal LinkedListNode<Arrival> Place { get; }

    /// <summary>The handshake is over and the certificate good: it waits before the door no more.</summary>
    public void Prove() => _arrivals.Remove(this);

    /// <summary>It is served: it has come to something.</summary>
    public void Come() => _arrivals.HasCome(_connection);

    internal void End() => _connection.Abort(new ConnectionAbortedException("Others came after it and it had not shown a certificate."));
}

using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EdgeService.Doors;

/// <summary>
/// Connections that have not yet proven who they are: so many at once, and a further one ends the oldest. Who has a certificate shows it within
/// milliseconds and seldom is the oldest, however many crowd before the door.
/// </summary>
public sealed class Arrivals(IOptions<DoorsOptions> options, AddressBook addresses, EdgeMeter meter)
{
    private readonly LinkedList<Arrival> _unproven = [];
    private readonly Lock _changing = new();

    /// <summary>How many are before the door.</summary>
    public int Unproven => _unproven.Count;

    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate then)
    {
        var arrival = new Arrival(connection, this);
        connection.Features.Set(arrival);
        Add(arrival);
        try
        {
            await then(connection);
        }
        finally
        {
            Remove(arrival);
        }
    }

    internal void HasCome(ConnectionContext connection) => addresses.Forget(connection.RemoteEndPoint);

    internal void Remove(Arrival arrival)
    {
        lock (_changing)
        {
            if (arrival.Place.List is not null)
                _unproven.Remove(arrival.Place);
        }
    }

    private void Add(Arrival arrival)
    {
        Arrival? oldest = null;
        lock (_changing)
        {
            if (_unproven.Count >= options.Value.MaxUnproven)
            {
                oldest = _unproven.First!.Value;
                _unproven.RemoveFirst();
            }

            _unproven.AddLast(arrival.Place);
        }

        if (oldest is null)
            return;
        meter.ConnectionRefused("crowd");
        oldest.End();
    }
}

using Microsoft.Extensions.Options;

namespace EdgeService.Doors;

/// <summary>
/// How much is under way, of all callers together. Streams are counted apart, for they stay open; and some places of each kind are kept for
/// operators, so that whoever must see to an edge that is full can.
/// </summary>
public sealed class CallLoad(IOptions<DoorsOptions> options)
{
    private readonly int _maxCalls = options.Value.MaxCalls;
    private readonly int _maxStreams = options.Value.MaxStreams;
    private readonly int _maxConnections = options.Value.MaxConnections;
    private readonly int _reserved = options.Value.ReservedPlaces;
    private int _calls;
    private int _streams;
    private int _connections;

    public int UnderWay => Volatile.Read(ref _calls) + Volatile.Read(ref _streams);

    public int Calls => Volatile.Read(ref _calls);

    public int Streams => Volatile.Read(ref _streams);

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>; false if all are taken.</summary>
    /// <param name="unary">Whether it is a call that ends by itself, or a stream.</param>
    /// <param name="reserved">Whether the places kept for operators count too.</param>
    public bool TryEnter(bool unary, bool reserved)
    {
        var more = reserved ? _reserved : 0;
        if (unary ? Interlocked.Increment(ref _calls) <= _maxCalls + more : Interlocked.Increment(ref _streams) <= _maxStreams + more)
            return true;
        Leave(unary);
        return false;
    }

    public void Leave(bool unary)
    {
        if (unary)
            Interlocked.Decrement(ref _calls);
        else
            Interlocked.Decrement(ref _streams);
    }

    /// <summary>Takes a place for a connection, to be given back by <see cref="Disconnect"/>; false if all are taken.</summary>
    public bool TryConnect(bool reserved)
    {
        if (Interlocked.Increment(ref _connections) <= _maxConnections + (reserved ? _reserved : 0))
            return true;
        Disconnect();
        return false;
    }

    public void Disconnect() => Interlocked.Decrement(ref _connections);
}

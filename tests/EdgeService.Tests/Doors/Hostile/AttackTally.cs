namespace EdgeService.Tests.Doors.Hostile;

/// <summary>What became of an attack. Counts from any thread.</summary>
public sealed class AttackTally
{
    private long _opened;
    private long _refused;
    private long _sent;
    private long _calmed;
    private long _reset;
    private long _answered;
    private int _open;
    private int _mostOpen;

    /// <summary>Connections made, handshake included where there is one.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>Connections that were not taken, or whose handshake failed.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Bytes sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Connections that the server ended with ENHANCE_YOUR_CALM.</summary>
    public long Calmed => Volatile.Read(ref _calmed);

    /// <summary>Streams that the server reset.</summary>
    public long Reset => Volatile.Read(ref _reset);

    /// <summary>Header blocks that came back: calls that were answered, or turned away.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Most connections open at once.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    public override string ToString() => FormattableString.Invariant(
        $"{Opened} connections, {MostOpen} at once, {Refused} refused, {Calmed} told to calm down, {Reset} streams reset, {Answered} answers, {Sent / 1024} KiB sent");

    internal void CountOpen()
    {
        Interlocked.Increment(ref _opened);
        var open = Interlocked.Increment(ref _open);
        for (var most = _mostOpen; open > most && Interlocked.CompareExchange(ref _mostOpen, open, most) != most; most = _mostOpen)
        {
            // Another connection was counted meanwhile.
        }
    }

    internal void CountClosed() => Interlocked.Decrement(ref _open);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    internal void CountCalmed() => Interlocked.Increment(ref _calmed);

    internal void CountReset() => Interlocked.Increment(ref _reset);

    internal void CountAnswer() => Interlocked.Increment(ref _answered);
}

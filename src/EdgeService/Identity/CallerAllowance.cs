using EdgeService.Faults;
using Grpc.Core;

namespace EdgeService.Identity;

/// <summary>
/// What one caller has taken of what it may: calls a second, calls and streams under way, connections. All its connections share it and find it
/// when they open, so that a call pays for a few exchanges and for no look-up.
/// </summary>
public sealed class CallerAllowance
{
    /// <summary>In so many seconds a caller may open as many connections as it may have, and twice as many at once.</summary>
    private const int ArrivalSeconds = 4;

    private readonly CallerLimits _limits;
    private readonly TimeProvider _clock;
    private readonly double _ticksPerCall;
    private readonly long _depth;
    private readonly long _ticksPerConnection;
    private CallPace _pace;
    private CallPace _arrivals;
    private int _calls;
    private int _streams;
    private int _connections;
    private long _shunnedUntil;

    public CallerAllowance(CallerLimits limits, TimeProvider clock)
    {
        (_limits, _clock) = (limits, clock);
        _ticksPerCall = (double)clock.TimestampFrequency / limits.CallsPerSecond;
        _depth = (long)(_ticksPerCall * limits.Burst);
        _ticksPerConnection = ArrivalSeconds * clock.TimestampFrequency / limits.Connections;
        _shunnedUntil = clock.GetTimestamp();
    }

    /// <summary>What a caller hears that asks more often than it may.</summary>
    public static EdgeFault TooOften { get; } = new(
        FaultReason.CallerLimit, "This identity asks more often than its share. Ask less, and try again after the delay.")
    { RetryAfter = TimeSpan.FromMilliseconds(500) };

    /// <summary>What a caller hears that has too much under way.</summary>
    public static EdgeFault TooManyAtOnce { get; } = new(
        FaultReason.CallerLimit, "This identity has as many calls or streams under way as it may. Wait for some to end.")
    { RetryAfter = TimeSpan.FromMilliseconds(250) };

    /// <summary>Whether the caller was shut out a moment ago for what it did with its connections.</summary>
    public bool IsShunned => _clock.GetTimestamp() < Volatile.Read(ref _shunnedUntil);

    /// <summary>The further questions of one call, as the items of a batch. Throws a fault if they are too many.</summary>
    public static void Take(ServerCallContext context, int calls)
    {
        if (Of(context) is { } allowance && !allowance.TryTake(calls))
            throw new EdgeFaultException(TooOften);
    }

    /// <summary>Messages of a stream: they wait for their turn, and whoever sends them is slowed down by that and not refused.</summary>
    public static Task WaitAsync(ServerCallContext context, int calls) => Of(context)?.WaitAsync(calls, context.CancellationToken) ?? Task.CompletedTask;

    /// <summary>Whether so many calls are within the caller's pace; if so they are taken.</summary>
    public bool TryTake(int calls) => _pace.TryTake(_clock.GetTimestamp(), (long)(_ticksPerCall * calls), _depth);

    /// <summary>Takes so many calls and waits until they are within the caller's pace.</summary>
    public Task WaitAsync(int calls, CancellationToken cancellation)
    {
        var ticks = _pace.Reserve(_clock.GetTimestamp(), (long)(_ticksPerCall * calls), _depth);
        return ticks <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds((double)ticks / _clock.TimestampFrequency), _clock, cancellation);
    }

    /// <summary>Takes a place for a call, to be given back by <see cref="Leave"/>.</summary>
    public bool TryEnter(bool unary)
    {
        if (unary ? Interlocked.Increment(ref _calls) <= _limits.Calls : Interlocked.Increment(ref _streams) <= _limits.Streams)
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

    /// <summary>
    /// Takes a place for a connection, to be given back by <see cref="Disconnect"/>. A handshake costs as much as many calls, so in some seconds no
    /// more connections are opened than may be open, and twice as many at once.
    /// </summary>
    public bool TryConnect()
    {
        var paced = _arrivals.TryTake(_clock.GetTimestamp(), _ticksPerConnection, 2 * ArrivalSeconds * _clock.TimestampFrequency);
        if (Interlocked.Increment(ref _connections) <= _limits.Connections && paced)
            return true;
        Disconnect();
        return false;
    }

    public void Disconnect() => Interlocked.Decrement(ref _connections);

    /// <summary>Lets the caller open no further connection for so long. What it has open is judged by itself.</summary>
    public void Shun(TimeSpan time) => Volatile.Write(ref _shunnedUntil, _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency));

    private static CallerAllowance? Of(ServerCallContext context) => context.GetHttpContext().Features.Get<ConnectionIdentity>()?.Allowance;
}

using Microsoft.Extensions.Options;

namespace EdgeService.Doors;

/// <summary>How much is under way. Streams are counted apart, for they stay open.</summary>
public sealed class CallLoad(IOptions<DoorsOptions> options)
{
    private readonly int _maxCalls = options.Value.MaxCalls;
    private readonly int _maxStreams = options.Value.MaxStreams;
    private int _calls;
    private int _streams;

    public int UnderWay => Volatile.Read(ref _calls) + Volatile.Read(ref _streams);

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>; false if all are taken.</summary>
    public bool TryEnter(bool unary)
    {
        if (unary ? Interlocked.Increment(ref _calls) <= _maxCalls : Interlocked.Increment(ref _streams) <= _maxStreams)
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
}

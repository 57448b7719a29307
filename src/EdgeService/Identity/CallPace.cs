namespace EdgeService.Identity;

/// <summary>
/// So many calls a second, and so many at once after a rest. A bucket of tokens kept as one number, the moment at which it will be full again, so
/// that taking one is a single exchange and needs no timer. Moments and spans are ticks of whatever clock <c>now</c> is read from.
/// </summary>
public struct CallPace
{
    private long _fullAt;

    /// <summary>Takes so many calls out of the bucket; false if they are not in it, and then nothing was taken.</summary>
    /// <param name="now">The moment, never earlier than one given before by more than the bucket holds.</param>
    /// <param name="taken">How long the bucket takes to refill what is taken.</param>
    /// <param name="depth">How long it takes to refill from empty.</param>
    public bool TryTake(long now, long taken, long depth)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + taken;
            if (next - now > depth)
                return false;
            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                return true;
        }
    }

    /// <summary>Takes so many calls now or in time to come; says how long until they are there, none or less if they are.</summary>
    public long Reserve(long now, long taken, long depth)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + taken;
            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                return next - now - depth;
        }
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void GiveBack(long taken) => Interlocked.Add(ref _fullAt, -taken);
}

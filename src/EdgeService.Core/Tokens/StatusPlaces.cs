namespace EdgeService.Core.Tokens;

/// <summary>
/// Which places of its list an edge may give to tokens at a moment: a window that moves through the list with the clock, once around in two days.
/// A place is given again no sooner than a day and a half later, when its last token is long over. Since the window follows from the time alone,
/// an edge that was restarted, or restored from an old copy, needs nothing of what it was before: it begins past everything it can have given.
/// </summary>
public static class StatusPlaces
{
    /// <summary>Places in a list: 24 a second.</summary>
    public const int Count = 1 << 22;

    /// <summary>Time in which the window goes once around.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromDays(2);

    /// <summary>The longest life of a token that may have a place.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>The longest time that a list may be gone by, for the places of the tokens it speaks of to be theirs still.</summary>
    public static readonly TimeSpan LongestList = TimeSpan.FromHours(11);

    private const long Ahead = Count / 4;

    /// <summary>The place reached when everything that could be given before a moment was given: where a start begins.</summary>
    public static long StartAt(DateTimeOffset now) => FirstAt(now) + Ahead;

    /// <summary>The next place after the last one given; null when all that may be given by now are given.</summary>
    public static long? Next(long last, DateTimeOffset now)
    {
        var next = Math.Max(last + 1, FirstAt(now));
        return next <= FirstAt(now) + Ahead ? next : null;
    }

    /// <summary>Where a place lies in the list.</summary>
    public static uint IndexOf(long place) => (uint)(place % Count);

    private static long FirstAt(DateTimeOffset now) => (long)((UInt128)(now - DateTimeOffset.UnixEpoch).Ticks * Count / (UInt128)Round.Ticks);
}

using System.Globalization;

namespace EdgeService.Overview.Shown;

/// <summary>Numbers, times and spans as the page says them: in English, and times in UTC.</summary>
internal static class Wording
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number that may be more than was counted.</summary>
    public static string AtLeast(long number, bool more) => more ? $"{Count(number)} or more" : Count(number);

    /// <summary>A share, 0 to 1, in percent with at most one decimal.</summary>
    public static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same to the minute, where seconds mean nothing.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A span in its two largest units; below a minute in seconds.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => Span(TimeSpan.Zero),
        { TotalMinutes: < 1 } => Invariant($"{span.Seconds} s"),
        { TotalHours: < 1 } => Invariant($"{span.Minutes} min"),
        { TotalDays: < 1 } => Invariant($"{span.Hours} h {span.Minutes} min"),
        _ => Invariant($"{(int)span.TotalDays} d {span.Hours} h"),
    };

    /// <summary>How long ago, or that it never was.</summary>
    public static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is { } then ? $"{Span(now - then)} ago" : "never";

    public static string Things(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

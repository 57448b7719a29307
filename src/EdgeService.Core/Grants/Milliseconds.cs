namespace EdgeService.Core.Grants;

/// <summary>The ledger's grain of time: UTC in whole milliseconds, so that what is stored reads back as what was decided.</summary>
internal static class Milliseconds
{
    public static DateTimeOffset Floor(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());

    public static TimeSpan? Floor(TimeSpan? length) =>
        length is { } span ? new TimeSpan(span.Ticks - (span.Ticks % TimeSpan.TicksPerMillisecond)) : null;
}

using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Perks.Edge.V1;

namespace EdgeCtl.Rendering;

/// <summary>Amounts, times and spans as people write them.</summary>
internal static class Wording
{
    public static string Of(Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"{money.MinorUnits / 100m:#,##0.00} {money.CurrencyCode}");

    public static string Of(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Of(Timestamp? time) => time is null ? "" : Of(time.ToDateTimeOffset());

    public static string Of(Duration? span) => span is null ? "" : Of(span.ToTimeSpan());

    /// <summary>In the largest unit that leaves a number of one or two digits, such as <c>25 s</c> or <c>3 days</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Rounded(span.TotalDays, "days"),
        { TotalHours: >= 2 } => Rounded(span.TotalHours, "h"),
        { TotalMinutes: >= 2 } => Rounded(span.TotalMinutes, "min"),
        _ => Rounded(span.TotalSeconds, "s"),
    };

    public static string Of(Basis basis)
    {
        var revisions = string.Create(
            CultureInfo.InvariantCulture, $"snapshot {basis.SnapshotRevision}, catalog {basis.CatalogRevision}, as of ");
        return revisions + Of(basis.AsOfTime) + (basis.Age is null ? "" : $" ({Of(basis.Age)} old)");
    }

    private static string Rounded(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}");
}

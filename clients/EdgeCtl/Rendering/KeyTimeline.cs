using System.Text;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>The lives of keys beside each other: when each is published, signs, and is kept for its last tokens; a line marks the present.</summary>
internal static class KeyTimeline
{
    private const int Columns = 56;
    private static readonly TimeSpan Most = TimeSpan.FromDays(200);

    public static void Show(IAnsiConsole screen, IReadOnlyList<SigningKey> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            screen.WriteLine("This edge has no key.");
            return;
        }

        var times = keys.SelectMany(TimesOf).Where(time => (time - now).Duration() < Most).Append(now).ToList();
        var (first, last) = (times.Min(), times.Max());
        var span = last > first ? last - first : TimeSpan.FromHours(1);
        (first, last) = (first - (span / Columns), last + (span / Columns));
        foreach (var key in keys)
        {
            screen.WriteLine($"  {KeyViews.IdOf(key.KeyId)}  {Bar(key, first, last, now)}  {Names.Of(key.Stage)}");
        }

        screen.WriteLine($"  {"",16}  {Wording.Of(first)} … {Wording.Of(last)}, now at │");
        screen.WriteLine($"  {"",16}  ░ published  █ signs  ▒ kept for its last tokens  · on no list");
    }

    /// <summary>One character for each stretch of time.</summary>
    internal static string Bar(SigningKey key, DateTimeOffset first, DateTimeOffset last, DateTimeOffset now)
    {
        var bar = new StringBuilder(Columns);
        var present = (int)((now - first) / (last - first) * Columns);
        for (var column = 0; column < Columns; column++)
        {
            bar.Append(column == present ? '│' : MarkAt(key, first + ((last - first) * ((column + 0.5) / Columns))));
        }

        return bar.ToString();
    }

    private static char MarkAt(SigningKey key, DateTimeOffset time)
    {
        var end = key.EndTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;
        return time switch
        {
            _ when key.Stage == KeyStage.Prepared || time < (key.PublishTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue) || time >= end => '·',
            _ when time < (key.SignStartTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue) => '░',
            _ when time < (key.SignEndTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue) => '█',
            _ => '▒',
        };
    }

    private static IEnumerable<DateTimeOffset> TimesOf(SigningKey key) =>
        new[] { key.PublishTime, key.SignStartTime, key.SignEndTime, key.EndTime }.Where(time => time is not null).Select(time => time.ToDateTimeOffset());
}

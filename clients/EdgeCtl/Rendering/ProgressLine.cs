using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>One line that says how far a long job is, at what rate, and how long it will take. Nothing where nobody watches.</summary>
internal sealed class ProgressLine(IAnsiConsole screen, long total, string unit)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _shown;

    /// <summary>Tells how much is done.</summary>
    public void At(long done)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (!screen.Profile.Capabilities.Ansi || elapsed - _shown < Interval)
        {
            return;
        }

        _shown = elapsed;
        var rate = done / elapsed.TotalSeconds;
        var left = TimeSpan.FromSeconds((total - done) / Math.Max(1, rate));
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{done:#,##0} of {total:#,##0} {unit}, {rate:#,##0} a second, {Wording.Of(left)} left");
        screen.Profile.Out.Writer.Write("\r" + text.PadRight(screen.Profile.Width - 1));
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (_shown > TimeSpan.Zero)
        {
            screen.Profile.Out.Writer.Write("\r" + new string(' ', screen.Profile.Width - 1) + "\r");
        }
    }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);
}

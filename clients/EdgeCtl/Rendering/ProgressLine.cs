using System.Globalization;
using EdgeService.Building.Files;
using EdgeService.Building.Snapshots;

namespace EdgeCtl.Rendering;

/// <summary>
/// Says on the error output how far a long job is, at what rate, and how long it will take: on a line that is written over where somebody
/// watches, else on a line of its own now and then. Jobs that are done at once say nothing. Several threads may tell it at once.
/// </summary>
internal sealed class ProgressLine(Surroundings surroundings)
{
    private const string Bytes = "bytes";
    private const int Width = 100;

    private static readonly TimeSpan WhereWatched = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WhereKept = TimeSpan.FromSeconds(10);

    private readonly Lock _saying = new();
    private readonly long _started = surroundings.Clock.GetTimestamp();
    private readonly TimeSpan _interval = surroundings.Watched ? WhereWatched : WhereKept;
    private string _phase = "";
    private TimeSpan _phaseBegan;
    private TimeSpan _said;

    public TimeSpan Elapsed => surroundings.Clock.GetElapsedTime(_started);

    /// <summary>Tells how much is done.</summary>
    public void At(BuildProgress progress)
    {
        lock (_saying)
        {
            var elapsed = Elapsed;
            if (progress.Phase != _phase)
            {
                (_phase, _phaseBegan) = (progress.Phase, elapsed);
            }

            if (elapsed - _said >= _interval)
            {
                _said = elapsed;
                Say(Text(progress, (elapsed - _phaseBegan).TotalSeconds));
            }
        }
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (surroundings.Watched && _said > TimeSpan.Zero)
        {
            surroundings.Error.Write("\r" + new string(' ', Width) + "\r");
        }
    }

    private void Say(string text)
    {
        if (surroundings.Watched)
        {
            surroundings.Error.Write("\r" + text.PadRight(Width));
        }
        else
        {
            surroundings.Error.WriteLine(text);
        }
    }

    private static string Text(BuildProgress progress, double seconds)
    {
        var rate = progress.Done / Math.Max(0.001, seconds);
        var text = $"{progress.Phase}: {Amount(progress.Done, progress.Unit)}";
        if (progress.Total > 0)
        {
            text += $" of {Amount(progress.Total, progress.Unit)}";
        }

        text += $", {Amount((long)rate, progress.Unit)} a second";
        return progress.Total > 0 && progress.Done > 0
            ? $"{text}, {Wording.Of(TimeSpan.FromSeconds(Math.Max(0, progress.Total - progress.Done) / Math.Max(1, rate)))} left"
            : text;
    }

    private static string Amount(long number, string unit) => unit == Bytes
        ? DiskSpace.InWords(number)
        : string.Create(CultureInfo.InvariantCulture, $"{number:#,##0} {unit}");
}

using System.Globalization;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>One thing on a timeline.</summary>
/// <param name="At">When it happened.</param>
/// <param name="What">In a word or two.</param>
/// <param name="By">Who did it.</param>
/// <param name="Why">Why, and what is worth adding; may be empty.</param>
/// <param name="Mark">How it stands out.</param>
/// <param name="WrittenAt">When it was written down; null where that is not told.</param>
internal sealed record TimelineStep(DateTimeOffset At, string What, string By, string Why, TimelineMark Mark = TimelineMark.Step, DateTimeOffset? WrittenAt = null);

/// <summary>How a thing on a timeline stands out.</summary>
internal enum TimelineMark
{
    /// <summary>It went on.</summary>
    Step,

    /// <summary>It ended well.</summary>
    Good,

    /// <summary>It went wrong.</summary>
    Bad,

    /// <summary>It is about money.</summary>
    Money,

    /// <summary>It lies ahead.</summary>
    Ahead,
}

/// <summary>What happened, from top to bottom, with the time that passed between; what was told later than it happened says so.</summary>
internal static class Timeline
{
    private const int Margin = 25;
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(5);

    public static void Show(IAnsiConsole screen, IReadOnlyList<TimelineStep> steps)
    {
        var width = steps.Select(step => step.What.Length).DefaultIfEmpty(0).Max();
        var actors = steps.Select(step => step.By.Length).DefaultIfEmpty(0).Max();
        DateTimeOffset? before = null;
        foreach (var step in steps)
        {
            ShowGap(screen, before, step);
            var why = step.Why.Length > 0 ? $"  {step.Why}" : "";
            screen.MarkupLine($"  [grey]{Wording.Of(step.At),-Margin}[/]{Dot(step.Mark)}  [bold]{Markup.Escape(step.What.PadRight(width))}[/]  "
                + $"[grey]{Markup.Escape(step.By.PadRight(actors))}[/]{Markup.Escape(why)}{Late(step)}");
            before = step.At;
        }
    }

    private static void ShowGap(IAnsiConsole screen, DateTimeOffset? before, TimelineStep step)
    {
        if (before is not { } last)
        {
            return;
        }

        var gap = step.At - last;
        if (gap.Duration() < WorthTelling)
        {
            return;
        }

        var line = step.Mark == TimelineMark.Ahead ? '┆' : '│';
        var passed = gap > TimeSpan.Zero ? Span(gap) : $"{Span(-gap)} before";
        screen.MarkupLine($"  {new string(' ', Margin)}[grey]{line}  {passed}[/]");
    }

    private static string Late(TimelineStep step) =>
        step.WrittenAt is { } written && written - step.At > WorthTelling ? $" [yellow](told {Span(written - step.At)} later)[/]" : "";

    private static string Dot(TimelineMark mark) => mark switch
    {
        TimelineMark.Good => "[green]✓[/]",
        TimelineMark.Bad => "[red]✗[/]",
        TimelineMark.Money => "[yellow]¤[/]",
        TimelineMark.Ahead => "[grey]○[/]",
        _ => "[aqua]●[/]",
    };

    /// <summary>In two units at most, such as <c>1 d 3 h</c> or <c>4 min 10 s</c>.</summary>
    private static string Span(TimeSpan span)
    {
        (int Number, string Unit)[] parts = [(span.Days, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s")];
        var told = parts.SkipWhile(part => part.Number == 0).Take(2).Where(part => part.Number > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number} {part.Unit}"));
        return string.Join(' ', told);
    }
}

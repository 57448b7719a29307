using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EdgeCtl.Demo;

/// <summary>Tells a story while it happens: what is asked, what is answered, how long it took, and whether it was what should be answered.</summary>
/// <param name="screen">Where people watch; null when only the document is wanted.</param>
internal sealed class Narrator(IAnsiConsole? screen)
{
    private const int TextWidth = 45;

    private readonly JsonArray _stories = [];
    private JsonArray _steps = [];

    public bool AllAsExpected { get; private set; } = true;

    public int Steps { get; private set; }

    public IAnsiConsole? Screen => screen;

    public JsonObject Document() => new() { ["asExpected"] = AllAsExpected, ["stories"] = _stories };

    public void Begin(string title, string place)
    {
        _steps = [];
        _stories.Add(new JsonObject { ["title"] = title, ["as"] = place, ["steps"] = _steps });
        screen?.WriteLine();
        screen?.Write(new Rule(Markup.Escape($"{title}  ({place})")).LeftJustified());
    }

    /// <summary>One call and its answer in a word, compared with what the story expects.</summary>
    public async Task<T> TellAsync<T>(string text, string expected, Func<Task<T>> call, Func<T, string> answer, Func<T, string>? detail = null)
    {
        var started = Stopwatch.GetTimestamp();
        var reply = await call();
        var took = Stopwatch.GetElapsedTime(started);
        var got = answer(reply);
        Note(text, expected, got, took, detail?.Invoke(reply) ?? "");
        return reply;
    }

    /// <summary>Something to read in passing.</summary>
    public void Remark(string text) => screen?.Write(new Padder(new Text(text, new Style(Color.Grey)), new Padding(4, 0, 0, 0)));

    private void Note(string text, string expected, string got, TimeSpan took, string detail)
    {
        var fits = got == expected;
        AllAsExpected &= fits;
        Steps++;
        _steps.Add(new JsonObject
        {
            ["text"] = text,
            ["expected"] = expected,
            ["got"] = got,
            ["asExpected"] = fits,
            ["milliseconds"] = Math.Round(took.TotalMilliseconds, 2),
            ["detail"] = detail,
        });
        Show(text, fits ? got : $"{got}, expected {expected}", fits, took);
        if (detail.Length > 0)
        {
            Remark(detail);
        }
    }

    private void Show(string text, string got, bool fits, TimeSpan took)
    {
        var mark = fits ? "[green]✓[/]" : "[red]✗[/]";
        var time = took.TotalMilliseconds.ToString(took.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
        screen?.MarkupLine($" {mark} {Markup.Escape(text.PadRight(TextWidth))} [bold]{Markup.Escape(got)}[/] [grey]{time} ms[/]");
    }
}

using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Makes the console that people read.</summary>
internal static class Screens
{
    // Redirected text is read by programs and pagers: lines are not to break at the width of a terminal that is not there.
    private const int PlainWidth = 160;

    public static IAnsiConsole On(TextWriter writer, bool plain)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (plain)
        {
            screen.Profile.Width = PlainWidth;
        }

        return screen;
    }

    /// <summary>Text that somebody will copy: never broken into lines, never styled.</summary>
    public static void Verbatim(this IAnsiConsole screen, string text) => screen.Profile.Out.Writer.WriteLine(text);
}

namespace EdgeCtl;

/// <summary>What the program meets around itself, so that a test can give it another world.</summary>
/// <param name="Output">Where answers go.</param>
/// <param name="Error">Where complaints go.</param>
/// <param name="Plain">No colours and no cursor movement: the output is redirected or the user asked for none.</param>
/// <param name="Directory">Where relative paths start and the search for the home begins.</param>
/// <param name="Language">Language of texts for people when no option names one.</param>
/// <param name="Clock">The time.</param>
internal sealed record Surroundings(
    TextWriter Output, TextWriter Error, bool Plain, string Directory, string Language, TimeProvider Clock)
{
    /// <summary>Whether somebody watches the complaints as they come, so that a line may be written over and over.</summary>
    public bool Watched { get; init; }

    /// <summary>Where <c>-</c> is read from.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    public static Surroundings OfThisProcess() => new(
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        Environment.CurrentDirectory,
        Languages.Nearest(Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG")),
        TimeProvider.System)
    {
        Watched = !Console.IsErrorRedirected,
        Input = Console.In,
    };
}

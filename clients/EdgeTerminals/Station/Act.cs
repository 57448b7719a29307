using System.Globalization;

namespace EdgeTerminals.Station;

/// <summary>One thing that happens at a terminal, as a script line says it: a word, then what it needs.</summary>
/// <param name="Word">Such as <c>lend</c>.</param>
/// <param name="Rest">What follows, such as a bike's number.</param>
internal sealed record Act(string Word, string Rest)
{
    /// <summary>The words, what follows each, and what it does.</summary>
    public static IReadOnlyList<(string Word, string Needs, string What)> Words { get; } =
    [
        ("member", "ID", "the member who is present, such as demo-chen"),
        ("token", "", "the member's app makes a token for this terminal"),
        ("show", "", "the token is shown to the scanner; shown again it must not open"),
        ("scan", "TEXT", "something else is scanned"),
        ("ticket", "CLASS NUMBER", "the gate scans a ticket: only its class and a keyed digest leave the gate"),
        ("lend", "[ITEM]", "the member's app code is scanned and a thing taken, on it alone"),
        ("treat", "", "desk: treatment on credit, with a queue number"),
        ("settle", "", "desk: the last treatment is charged and paid"),
        ("return", "ITEM", "a thing comes back"),
        ("cut", "", "the link goes down, calls under way lose their answers"),
        ("mend", "", "the link is back"),
        ("clock", "SECONDS", "the terminal's clock is wrong by so much"),
        ("wait", "SECONDS", "nothing happens for a while"),
        ("settled", "", "waits until the journal is uploaded, a minute at most"),
    ];

    /// <summary>Reads a script; empty lines and those that begin with # say nothing.</summary>
    /// <exception cref="Setup.SetupException">Lines that cannot be read, all of them, by number.</exception>
    public static IReadOnlyList<Act> ReadAll(IEnumerable<string> lines)
    {
        var read = lines.Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => (line.Number, Act: Of(line.Text))).ToList();
        var faults = read.Where(line => FaultOf(line.Act) is not null).Select(line => $"line {line.Number}: {FaultOf(line.Act)}").ToList();
        return faults.Count == 0 ? [.. read.Select(line => line.Act)] : throw new Setup.SetupException(string.Join('\n', faults));
    }

    private static Act Of(string line) => line.Split(' ', 2, StringSplitOptions.TrimEntries) is [var word, var rest] ? new Act(word, rest) : new Act(line, "");

    private static string? FaultOf(Act act) => Words.FirstOrDefault(known => known.Word == act.Word) switch
    {
        (null, _, _) => $"'{act.Word}' is no act. Acts: {string.Join(", ", Words.Select(known => known.Word))}.",
        ("clock" or "wait", _, _) when !double.TryParse(act.Rest, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"'{act.Word}' needs a number of seconds.",
        (_, "ID" or "TEXT" or "ITEM", _) when act.Rest.Length == 0 => $"'{act.Word}' needs something after it.",
        ("ticket", _, _) when act.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 2 => "'ticket' needs a class and a number.",
        _ => null,
    };
}

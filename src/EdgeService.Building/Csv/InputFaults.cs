namespace EdgeService.Building.Csv;

/// <summary>One bad line of an input file. Names no member.</summary>
/// <param name="Source">File as the caller named it.</param>
/// <param name="Line">Number of the line, from 1; 0 when the whole file is meant.</param>
/// <param name="Problem">What is wrong with the line, all of it.</param>
public sealed record InputFault(string Source, long Line, string Problem)
{
    public override string ToString() => Line > 0 ? $"{Source}:{Line}: {Problem}" : $"{Source}: {Problem}";
}

/// <summary>
/// Collects the bad lines, so that one run shows them all; of a file that is bad throughout the first thousand, and how many more.
/// </summary>
public sealed class InputFaults
{
    /// <summary>How many faults of one file are listed.</summary>
    public const int ListedPerSource = 1_000;

    private readonly List<InputFault> _faults = [];
    private readonly Dictionary<string, int> _listed = new(StringComparer.Ordinal);

    public bool None => _faults.Count == 0;

    /// <summary>Faults beyond those that are listed.</summary>
    public long NotListed { get; private set; }

    public void Add(string source, long line, string problem)
    {
        var listed = _listed.GetValueOrDefault(source);
        if (listed < ListedPerSource)
        {
            _listed[source] = listed + 1;
            _faults.Add(new(source, line, problem));
        }
        else
        {
            NotListed++;
        }
    }

    /// <summary>Takes the faults of another collection, whatever their number is already.</summary>
    public void Add(InputFaults others)
    {
        _faults.AddRange(others._faults);
        NotListed += others.NotListed;
    }

    /// <summary>Counts faults that nobody can name the lines of.</summary>
    public void AddUnlisted(long count) => NotListed += count;

    /// <summary>By file, then by line.</summary>
    public IReadOnlyList<InputFault> Sorted() => [.. _faults.OrderBy(fault => fault.Source, StringComparer.Ordinal).ThenBy(fault => fault.Line)];
}

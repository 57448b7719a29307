namespace EdgeService.Building.Csv;

/// <summary>One bad line of an input file. Names no member.</summary>
/// <param name="Source">File as the caller named it.</param>
/// <param name="Line">Number of the line, from 1; 0 when the whole file is meant.</param>
/// <param name="Problem">What is wrong with the line, all of it.</param>
public sealed record InputFault(string Source, long Line, string Problem)
{
    public override string ToString() => Line > 0 ? $"{Source}:{Line}: {Problem}" : $"{Source}: {Problem}";
}

/// <summary>Collects every bad line, so that one run shows them all.</summary>
public sealed class InputFaults
{
    private readonly List<InputFault> _faults = [];

    public bool None => _faults.Count == 0;

    public void Add(string source, long line, string problem) => _faults.Add(new(source, line, problem));

    /// <summary>By file, then by line.</summary>
    public IReadOnlyList<InputFault> Sorted() => [.. _faults.OrderBy(fault => fault.Source, StringComparer.Ordinal).ThenBy(fault => fault.Line)];
}

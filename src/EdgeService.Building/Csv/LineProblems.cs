namespace EdgeService.Building.Csv;

/// <summary>All that is wrong with one line; costs nothing while the line is good.</summary>
internal struct LineProblems
{
    private string? _text;

    public readonly bool None => _text is null;

    public void Add(string problem) => _text = _text is null ? problem : _text + "; " + problem;

    public readonly override string ToString() => _text ?? "";
}

using EdgeService.Faults;

namespace EdgeService.Terminals;

/// <summary>
/// Collects what is wrong with the fields of a request, so that a caller learns all of it at once: by name as many as anybody reads and trailers
/// hold, and how many more there are.
/// </summary>
public struct FieldFaults
{
    /// <summary>Most that are named.</summary>
    public const int MostNamed = 32;

    private List<FieldFault>? _faults;
    private int _more;

    /// <summary>How many there are.</summary>
    public readonly int Count => (_faults?.Count ?? 0) + _more;

    public void Add(string field, string message)
    {
        _faults ??= [];
        if (_faults.Count < MostNamed)
            _faults.Add(new FieldFault(field, message));
        else
            _more++;
    }

    /// <summary>Adds the fault unless the condition holds; the field's path is put together only then.</summary>
    public void Require(bool holds, string path, string field, string message)
    {
        if (!holds)
            Add(path + field, message);
    }

    /// <exception cref="EdgeFaultException">Something was wrong.</exception>
    public readonly void ThrowIfAny()
    {
        if (_faults is null)
            return;
        if (_more > 0)
            _faults.Add(new FieldFault("others", $"{_more} more that are wrong"));
        throw new EdgeFaultException(EdgeFault.Invalid(_faults));
    }
}

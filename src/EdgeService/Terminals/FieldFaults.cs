using EdgeService.Faults;

namespace EdgeService.Terminals;

/// <summary>Collects what is wrong with the fields of a request, so that a caller learns all of it at once.</summary>
public struct FieldFaults
{
    private List<FieldFault>? _faults;

    /// <summary>How many there are.</summary>
    public readonly int Count => _faults?.Count ?? 0;

    public void Add(string field, string message) => (_faults ??= []).Add(new FieldFault(field, message));

    /// <summary>Adds the fault unless the condition holds; the field's path is put together only then.</summary>
    public void Require(bool holds, string path, string field, string message)
    {
        if (!holds)
            Add(path + field, message);
    }

    /// <exception cref="EdgeFaultException">Something was wrong.</exception>
    public readonly void ThrowIfAny()
    {
        if (_faults is not null)
            throw new EdgeFaultException(EdgeFault.Invalid(_faults));
    }
}

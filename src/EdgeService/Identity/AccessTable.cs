using System.Collections.Frozen;

namespace EdgeService.Identity;

/// <summary>Who may call what, and how far each reaches: <c>access.json</c> in this folder. What is not listed is denied to all.</summary>
public sealed class AccessTable
{
    private readonly FrozenDictionary<MethodName, MethodAccess> _methods;

    public AccessTable(IReadOnlyDictionary<MethodName, MethodAccess> methods) => _methods = methods.ToFrozenDictionary();

    /// <summary>The methods that have rows.</summary>
    public IReadOnlyCollection<MethodName> Methods => _methods.Keys;

    public MethodAccess Of(string service, string method) => _methods.GetValueOrDefault(new MethodName(service, method), MethodAccess.Denied);

    /// <summary>Where the table and what is served differ; all differences.</summary>
    /// <param name="served">Every method of every service that is mapped.</param>
    public IReadOnlyList<string> FaultsAgainst(IReadOnlyCollection<MethodName> served) =>
    [
        .. served.Except(_methods.Keys).Select(method => $"access.json: has no row for {method}, so nobody could call it. Say who may."),
        .. _methods.Keys.Except(served).Select(method => $"access.json: has rows for {method}, which is not served. Remove them or map the service."),
    ];
}

/// <summary>A method by the full name of its service and its own.</summary>
public readonly record struct MethodName(string Service, string Method)
{
    public override string ToString() => $"{Service}/{Method}";
}

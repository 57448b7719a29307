using System.Collections.Frozen;

namespace EdgeService.Identity;

/// <summary>Who may call what, and how far each reaches: <c>access.json</c> in this folder. What is not listed is denied to all.</summary>
public sealed class AccessTable
{
    private readonly FrozenDictionary<MethodName, MethodAccess> _methods;
    private readonly FrozenDictionary<string, CallerRole> _pages;

    public AccessTable(IReadOnlyDictionary<MethodName, MethodAccess> methods, IReadOnlyDictionary<string, CallerRole> pages) =>
        (_methods, _pages) = (methods.ToFrozenDictionary(), pages.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The methods that have rows.</summary>
    public IReadOnlyCollection<MethodName> Methods => _methods.Keys;

    /// <summary>The paths of pages that have rows.</summary>
    public IReadOnlyCollection<string> Pages => _pages.Keys;

    /// <summary>Who may read a page of the browsers' door.</summary>
    /// <param name="path">Its path, from the first slash.</param>
    public CallerRole OfPage(string path) => _pages.GetValueOrDefault(path, CallerRole.None);

    public MethodAccess Of(string service, string method) => _methods.GetValueOrDefault(new MethodName(service, method), MethodAccess.Denied);

    /// <summary>Where the table and what is served differ; all differences.</summary>
    /// <param name="served">Every method of every service that is mapped.</param>
    /// <param name="pages">Path of every page that is mapped.</param>
    public IReadOnlyList<string> FaultsAgainst(IReadOnlyCollection<MethodName> served, IReadOnlyCollection<string> pages) =>
    [
        .. served.Except(_methods.Keys).Select(method => $"access.json: has no row for {method}, so nobody could call it. Say who may."),
        .. _methods.Keys.Except(served).Select(method => $"access.json: has rows for {method}, which is not served. Remove them or map the service."),
        .. pages.Except(_pages.Keys).Select(page => $"access.json: has no row for the page {page}, so nobody could read it. Say who may."),
        .. _pages.Keys.Except(pages).Select(page => $"access.json: has a row for the page {page}, which is not served. Remove it or map the page."),
    ];
}

/// <summary>A method by the full name of its service and its own.</summary>
public readonly record struct MethodName(string Service, string Method)
{
    public override string ToString() => $"{Service}/{Method}";
}

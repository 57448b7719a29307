namespace EdgeService.Client.Links;

/// <summary>The edges of one deployment in order of preference, and which of them a call goes to.</summary>
internal sealed class EdgeLinks(IReadOnlyList<EdgeLink> links) : IDisposable
{
    public IReadOnlyList<EdgeLink> All { get; } = links;

    /// <summary>The best that any of them can be reached.</summary>
    public EdgeReach Reach => All.Min(link => link.State.Reach);

    /// <summary>What broke last, or why the identity is refused, at the one that can be reached best.</summary>
    public string Detail => All.MinBy(link => link.State.Reach)!.State.Detail;

    /// <summary>
    /// The first that serves it and was not tried; where none does, the first that answers at all, which may serve it provisionally; else the first
    /// that was not tried, since it may be back; null when all were.
    /// </summary>
    public EdgeLink? Next(string service, IReadOnlyCollection<EdgeLink> tried)
    {
        var left = All.Where(link => !tried.Contains(link)).ToList();
        return left.Find(link => link.State.Serves(service))
            ?? left.Find(link => link.State is { Answers: not false, Refusal: null })
            ?? (left.Count > 0 ? left[0] : null);
    }

    public void Dispose()
    {
        foreach (var link in All)
            link.Dispose();
    }
}

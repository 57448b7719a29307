using Perks.Edge.V1;

namespace EdgeSip2.Journals;

/// <summary>A loan that was begun and is not done with. Whoever holds this works on it; nobody else does until it is disposed of.</summary>
internal sealed class LoanIntent(BeginGrantRequest request, Action<LoanIntent> letGo) : IDisposable
{
    /// <summary>The request id under which the edge is asked, however often.</summary>
    public Guid Id { get; } = Guid.Parse(request.RequestId);

    public Inquiry Inquiry => request.Inquiry;

    public string Item => request.Inquiry.ItemRefs.FirstOrDefault() ?? "";

    public BeginGrantRequest Request => request;

    public void Dispose() => letGo(this);
}

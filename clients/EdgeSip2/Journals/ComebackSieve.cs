using EdgeService.Client;
using EdgeSip2.Edge;
using Perks.Edge.V1;

namespace EdgeSip2.Journals;

/// <summary>
/// Most of what comes back while the edge is out of reach was lent by the library itself, and its checkin does not always tell. So the edge is asked for
/// each thing before its comeback is reported: one of which it has no loan is left out, and becomes no case for a person. Since a loan that was made while
/// the ledger was out of reach is known some moments later, it is asked twice, with time between. One upload at a time.
/// </summary>
internal sealed class ComebackSieve
{
    /// <summary>From the first time the edge knows nothing of a thing until its comeback is left out. Claims after it wait as long, to keep their order.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Most claims looked at in one upload.</summary>
    private const int MostAtOnce = 500;

    private readonly Dictionary<long, DateTimeOffset> _unknownSince = [];

    /// <summary>Whether anything is left to be asked for the second time.</summary>
    public bool Holds => _unknownSince.Count > 0;

    /// <summary>Reports what is the edge's matter. The answer covers what was left out, too.</summary>
    /// <exception cref="EdgeFaultException">The edge cannot be asked.</exception>
    public async Task<ReportOfflineClaimsResponse> ReportAsync(
        EdgeDesk edge, IReadOnlyList<ReportOfflineClaimsRequest> waiting, DateTimeOffset now, CancellationToken cancellation)
    {
        var (sent, whole, lent) = (new List<ReportOfflineClaimsRequest>(), new ReportOfflineClaimsResponse(), new HashSet<string>());
        var held = false;
        foreach (var claim in waiting.Take(MostAtOnce))
        {
            lent.UnionWith(claim.Lending?.ItemRefs ?? []);
            var stranger = claim.Comeback is { ItemRef: var item } && !lent.Contains(item) && await IsStrangerAsync(edge, item, cancellation);
            held |= stranger && !IsSure(claim.Sequence, now);
            if (held)
                continue;
            if (stranger)
                whole.Results.Add(new OfflineClaimResult { Sequence = claim.Sequence });
            else
                sent.Add(claim);
            whole.ProcessedThroughSequence = claim.Sequence;
        }

        if (sent.Count > 0)
            Join(whole, await edge.ReportAsync(sent, cancellation), sent[^1].Sequence);
        Forget(whole.ProcessedThroughSequence);
        return whole;
    }

    private static async Task<bool> IsStrangerAsync(EdgeDesk edge, string item, CancellationToken cancellation)
    {
        var found = await edge.FindAsync(item, cancellation);
        return found.Fault switch
        {
            null => false,
            { Reason: ErrorReason.GrantUnknown or ErrorReason.FieldInvalid } => true,
            { } fault => throw new EdgeFaultException(fault),
        };
    }

    private bool IsSure(long sequence, DateTimeOffset now)
    {
        _unknownSince.TryAdd(sequence, now);
        return now - _unknownSince[sequence] >= Patience;
    }

    /// <summary>Where the edge ended the upload early, nothing after that counts.</summary>
    private static void Join(ReportOfflineClaimsResponse whole, ReportOfflineClaimsResponse answer, long lastSent)
    {
        var all = whole.Results.Concat(answer.Results).OrderBy(result => result.Sequence).ToList();
        whole.Results.Clear();
        whole.Results.Add(all);
        if (answer.ProcessedThroughSequence < lastSent)
            whole.ProcessedThroughSequence = answer.ProcessedThroughSequence;
    }

    private void Forget(long through)
    {
        foreach (var sequence in _unknownSince.Keys.Where(each => each <= through).ToList())
            _unknownSince.Remove(sequence);
    }
}

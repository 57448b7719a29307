using EdgeService.Accesses;
using EdgeService.Core.Members;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>Puts accesses together where the edges of a shared ledger tell each other what they know.</summary>
/// <param name="exchange">Where.</param>
/// <param name="edge">Number of this edge.</param>
public sealed class AccessExchange(EdgeExchange exchange, int edge) : IAccessExchange
{
    public Task KeepAsync(IEnumerable<Access> accesses, CancellationToken cancellation) =>
        exchange.KeepAccessesAsync(edge, accesses.Select(access => new SharedAccess(access.Member, access.At, access.DecisionId)), cancellation);

    public async Task<CommonAccesses> ReadAsync(MemberKey member, long from, long through, int most, CancellationToken cancellation)
    {
        var list = await exchange.ReadAccessesAsync(edge, member, from, through, most, cancellation);
        return new([.. list.Accesses.Select(access => new Access(access.Member, access.At, access.DecisionId))], list.MissingThrough);
    }

    public Task<long> ThroughAsync(CancellationToken cancellation) => exchange.ReadAccessesThroughAsync(edge, cancellation);

    public Task EraseAsync(MemberKey member, long through, CancellationToken cancellation) => exchange.EraseAccessesAsync(member, through, cancellation);

    public Task MissAsync(long through, CancellationToken cancellation) => exchange.MissAccessesAsync(edge, through, cancellation);

    public Task TendAsync(TimeSpan retention, CancellationToken cancellation) => exchange.TendAccessesAsync(retention, cancellation);
}

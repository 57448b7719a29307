using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>
/// Where edges that share a ledger put who asked about whom, so that a member reads at one of them what was asked at all. Every method throws whatever the
/// store throws while it does not answer.
/// </summary>
public interface IAccessExchange
{
    /// <summary>Adds accesses; one that is added twice is read once.</summary>
    Task KeepAsync(IEnumerable<Access> accesses, CancellationToken cancellation);

    /// <summary>
    /// A member's accesses between two moments, both in milliseconds since 1970, each once, the latest first; those of one moment by their decision ids.
    /// </summary>
    Task<CommonAccesses> ReadAsync(MemberKey member, long from, long through, int most, CancellationToken cancellation);

    /// <summary>Through which moment this edge's are there, in milliseconds since 1970; 0 where none is.</summary>
    Task<long> ThroughAsync(CancellationToken cancellation);

    /// <summary>Forgets a member's accesses up to a moment, in milliseconds since 1970.</summary>
    Task EraseAsync(MemberKey member, long through, CancellationToken cancellation);

    /// <summary>Says that some of this edge's, of a moment or earlier, are missing.</summary>
    Task MissAsync(long through, CancellationToken cancellation);

    /// <summary>Makes room for what comes, and lets go of what is past its retention.</summary>
    Task TendAsync(TimeSpan retention, CancellationToken cancellation);
}

/// <summary>What edges have put together about one member.</summary>
/// <param name="Accesses">The accesses, this edge's own among them.</param>
/// <param name="MissingThrough">Up to when some of other edges' are missing, in milliseconds since 1970; 0 where none is.</param>
public sealed record CommonAccesses(IReadOnlyList<Access> Accesses, long MissingThrough);

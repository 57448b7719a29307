using System.Globalization;
using EdgeService.Accesses;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>That somebody asked about a member, once or several times in a row with the same answer.</summary>
/// <param name="Last">The last answer, opened.</param>
/// <param name="LastId">Its decision id.</param>
/// <param name="Partner">Whose terminal asked; null when the catalog has the partner no more.</param>
/// <param name="FirstAt">When, the first time.</param>
/// <param name="LastAt">When, the last time.</param>
/// <param name="Count">How many times.</param>
public sealed record AccessSight(Explained Last, ReadOnlyMemory<byte> LastId, Partner? Partner, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count);

/// <summary>One page of accesses.</summary>
/// <param name="Accesses">The latest first.</param>
/// <param name="NextPage">Where the next page begins; empty when there is none.</param>
/// <param name="Retention">How long they are kept.</param>
/// <param name="CompleteSince">From when on nothing is missing; null where nothing is.</param>
/// <param name="ThisEdgeAlone">Whether only what this edge was asked is told.</param>
public sealed record AccessSights(IReadOnlyList<AccessSight> Accesses, string NextPage, TimeSpan Retention, DateTimeOffset? CompleteSince, bool ThisEdgeAlone);

/// <summary>Who has asked about a member, for the member alone.</summary>
public sealed class AccessFlow(Acting acting, AccessLog log, AccessBook book, SharedAccesses shared, AccessOptions options, Seals seals)
{
    /// <summary>Repetitions that lie no further apart are told as one.</summary>
    private static readonly TimeSpan InARow = TimeSpan.FromHours(1);

    public async Task<AccessSights> ListAsync(Caller caller, MemberRef member, string pageToken, int most, CancellationToken cancellation)
    {
        var present = acting.Look(caller, member);
        var after = CursorOf(pageToken);
        await log.FlushAsync().WaitAsync(cancellation);
        var common = await shared.ReadAsync(present.Key, after, most, present.Now, cancellation);
        var page = book.Read(present.Key, after, most, present.Now, common);
        var sights = new List<AccessSight>();
        foreach (var access in page.Accesses)
        {
            if (SightOf(access, present) is { } sight)
                Add(sights, sight);
        }

        return new(sights, TokenOf(page.Next), options.Retention, page.CompleteSince, common is null);
    }

    private AccessSight? SightOf(in Access access, PresentMember present)
    {
        if (!seals.TryOpenDecision(access.DecisionId.Span, out var content) || content.Member != present.Key)
            return null;
        var explained = ExplainFlow.Explain(present.Catalog, content);
        var partner = explained.Asker.Split(':') is [var id, _, _] ? present.Catalog.FindPartner(id) : null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(access.At);
        return new(explained, access.DecisionId, partner, at, at, 1);
    }

    /// <summary>Adds an access, or counts it to the one after it.</summary>
    private static void Add(List<AccessSight> sights, AccessSight earlier)
    {
        if (sights.Count > 0 && sights[^1] is var later && later.FirstAt - earlier.LastAt <= InARow && IsSame(later.Last, earlier.Last))
            sights[^1] = later with { FirstAt = earlier.FirstAt, Count = later.Count + 1 };
        else
            sights.Add(earlier);
    }

    private static bool IsSame(Explained one, Explained other) =>
        PlaceOf(one) == PlaceOf(other) && one.Perk == other.Perk && one.Outcome == other.Outcome && one.Code == other.Code;

    private static string PlaceOf(Explained explained) => explained.Asker[..Math.Max(0, explained.Asker.LastIndexOf(':'))];

    private static string TokenOf(AccessCursor? next) => next is { } cursor ? string.Create(CultureInfo.InvariantCulture, $"{cursor.At}.{cursor.Skip}") : "";

    private static AccessCursor? CursorOf(string token)
    {
        if (token.Length == 0)
            return null;
        return token.Split('.') is [var at, var skip]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            ? new AccessCursor(moment, shown)
            : throw new EdgeFaultException(Pages.NotOurs);
    }
}

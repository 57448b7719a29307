using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Which grants an operator wants to see, well formed; what is null or empty lets everything through.</summary>
public sealed record GrantSearch
{
    public string? PartnerId { get; init; }

    public string? VenueId { get; init; }

    public string? PerkId { get; init; }

    public ImmutableArray<GrantState> States { get; init; } = [];

    public bool OverdueOnly { get; init; }

    /// <summary>Of the member who has this grant; null for any.</summary>
    public string? MemberOfGrantId { get; init; }

    /// <summary>Of the member who is present; null for any.</summary>
    public MemberRef? Member { get; init; }
}

/// <summary>One page of grants.</summary>
/// <param name="Grants">In order.</param>
/// <param name="NextPage">Where the next page begins; empty when there is none.</param>
public sealed record GrantSights(IReadOnlyList<GrantSight> Grants, string NextPage);

/// <summary>An entry of the ledger as operators see it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Grant">The grant as it was then; null where only a token is concerned.</param>
/// <param name="Cursor">Resumes an export after it; empty in a history.</param>
public sealed record EntrySight(LedgerEntry Entry, GrantSight? Grant, string Cursor);

/// <summary>What operators read of the ledger: every partner's grants, and still nothing that names a member.</summary>
public sealed class LedgerFlow(Grounds grounds, Presence presence, Remembering remembering, Seals seals, TimeProvider clock)
{
    private const int ExportPage = 200;

    /// <summary>A grant and everything that was written about it.</summary>
    /// <param name="grantId">Its id; null where it is found by item.</param>
    /// <param name="item">Something that is out under it; null where it is found by id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<(GrantSight Grant, IReadOnlyList<EntrySight> Entries)> GetAsync(string? grantId, ItemRef? item, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (member, number) = await FindAsync(grantId, item, cancellation) ?? throw new EdgeFaultException(GrantFaults.UnknownToAll);
        var entries = await remembering.ReadEntriesAsync(member, number, cancellation);
        return entries.Count > 0 && entries[^1].Grant is { } grant && (item is not { } thing || Items.IsStillOut(grant, thing.Value, now))
            ? (GrantSight.Named(seals, member, grant, now), [.. entries.Select(entry => SightOf(member, entry, ""))])
            : throw new EdgeFaultException(GrantFaults.UnknownToAll);
    }

    public async Task<GrantSights> ListAsync(Caller caller, GrantSearch search, string pageToken, int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var filter = new GrantFilter
        {
            Now = now,
            Member = MemberOf(caller, search),
            PartnerId = search.PartnerId,
            VenueId = search.VenueId,
            PerkId = search.PerkId,
            States = search.States,
            Overdue = search.OverdueOnly,
        };
        return await PageAsync(filter, pageToken, most, cancellation);
    }

    /// <summary>Offline claims that came second, the oldest first.</summary>
    public Task<GrantSights> ListConflictsAsync(string? partnerId, bool decidedToo, string pageToken, int most, CancellationToken cancellation)
    {
        var filter = new GrantFilter
        {
            Now = clock.GetUtcNow(),
            PartnerId = partnerId,
            CameSecond = true,
            States = decidedToo ? [] : [GrantState.LateConflict],
        };
        return PageAsync(filter, pageToken, most, cancellation);
    }

    /// <summary>Every entry after a cursor; ends with the last there is. Each page ends with where to go on.</summary>
    /// <exception cref="EdgeFaultException">The cursor is none.</exception>
    public async IAsyncEnumerable<(IReadOnlyList<EntrySight> Entries, string Cursor)> ExportAsync(
        string cursor, string? partnerId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!EntryCursor.TryParse(cursor, out var after))
            throw new EdgeFaultException(Pages.NotOurs);
        EntryPage page;
        do
        {
            page = await remembering.ExportEntriesAsync(after, ExportPage, cancellation);
            after = page.Next;
            var wanted = page.Entries.Where(exported => partnerId is null || exported.Entry.Grant?.Terms.PartnerId == partnerId);
            yield return ([.. wanted.Select(exported => SightOf(exported.Member, exported.Entry, exported.Cursor.ToString()))], after.ToString());
        }
        while (page.More);
    }

    private async Task<GrantSights> PageAsync(GrantFilter filter, string pageToken, int most, CancellationToken cancellation)
    {
        var page = await remembering.ListGrantsAsync(filter, Pages.CursorOf(pageToken, seals), most, cancellation);
        return new GrantSights([.. page.Grants.Select(listed => GrantSight.Named(seals, listed.Member, listed.Grant, filter.Now))], Pages.TokenOf(page.Next, seals));
    }

    private MemberKey? MemberOf(Caller caller, GrantSearch search)
    {
        if (search.Member is { } member)
        {
            using var ground = grounds.Take();
            return presence.Resolve(member, caller, null, ground);
        }

        if (search.MemberOfGrantId is not { } grantId)
            return null;
        return seals.TryOpenGrant(grantId, out var key, out _) ? key : throw new EdgeFaultException(GrantFaults.UnknownToAll);
    }

    private EntrySight SightOf(MemberKey member, LedgerEntry entry, string cursor) =>
        new(entry, entry.Grant is { } grant ? GrantSight.Named(seals, member, grant, entry.RecordedAt) : null, cursor);

    private async Task<(MemberKey Member, long Number)?> FindAsync(string? grantId, ItemRef? item, CancellationToken cancellation)
    {
        if (grantId is not null)
            return seals.TryOpenGrant(grantId, out var member, out var number) ? (member, number) : null;
        var holder = await remembering.FindHolderAsync(item!.Value, cancellation);
        return holder is { } found ? (found.Member, found.Grant) : null;
    }
}

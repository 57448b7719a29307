namespace EdgeService.Core.Grants;

/// <summary>Which grant a receipt speaks of: it names a thing and a time, never a member or a grant.</summary>
public static class ReceiptMatching
{
    /// <summary>How far a dock's clock may be off.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The member's grant that it is for: of those that lent the thing, the latest that had begun by then. Where none had, the latest at all, so
    /// that a dock with a wrong clock is a person's to decide. Null when the member never had the thing.
    /// </summary>
    public static Grant? Find(MemberRecord record, ItemRef item, DateTimeOffset time)
    {
        var lent = record.Grants.Where(grant => Lent(grant, item)).OrderBy(grant => grant.OpenedAt).ToList();
        return lent.LastOrDefault(grant => HadBegun(grant, time)) ?? lent.LastOrDefault();
    }

    /// <summary>
    /// Whether a receipt that nobody has brought may speak of the grant under which the thing is out now. One from before it began is of an
    /// earlier grant, and must not stop this one.
    /// </summary>
    public static bool MayConcern(Grant? grant, ItemRef item, DateTimeOffset time) => grant is not null && Lent(grant, item) && HadBegun(grant, time);

    private static bool Lent(Grant grant, ItemRef item) => grant.Terms.PartnerId == item.PartnerId && grant.Terms.Items.Contains(item.Value)
        && grant.State is not (GrantState.Reserved or GrantState.LateConflict or GrantState.Cancelled);

    private static bool HadBegun(Grant grant, DateTimeOffset time) => (grant.ActiveAt ?? grant.OpenedAt) <= time + Slack;
}

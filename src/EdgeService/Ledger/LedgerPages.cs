using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>Bounds of what is read at once.</summary>
public static class LedgerPages
{
    /// <summary>Most rows on any page.</summary>
    public const int Largest = 1000;

    internal static int Bounded(int most) =>
        most is > 0 and <= Largest ? most : throw new ArgumentOutOfRangeException(nameof(most), most, $"must be 1 to {Largest}");
}

/// <summary>Which grants are wanted; what is null or empty lets everything through. The latest opened come first.</summary>
public sealed record GrantFilter
{
    /// <summary>The moment that states are asked at: what time alone has ended counts as ended.</summary>
    public required DateTimeOffset Now { get; init; }

    public MemberKey? Member { get; init; }

    public string? PartnerId { get; init; }

    public string? VenueId { get; init; }

    public string? PerkId { get; init; }

    /// <summary>In one of these states.</summary>
    public ImmutableArray<GrantState> States { get; init; } = [];

    /// <summary>Opened at this moment or later.</summary>
    public DateTimeOffset? OpenedFrom { get; init; }

    /// <summary>Opened before this moment.</summary>
    public DateTimeOffset? OpenedBefore { get; init; }

    /// <summary>Only what is out past its due time, the longest overdue first.</summary>
    public bool Overdue { get; init; }

    /// <summary>Only offline claims that came second, whatever became of them, the oldest first.</summary>
    public bool CameSecond { get; init; }

    /// <summary>Turns the order of those that came second round: the newest first.</summary>
    public bool NewestFirst { get; init; }
}

/// <summary>Where a page ended. It names a member: seal it before it leaves the service.</summary>
/// <param name="At">The last grant's place in the order, in milliseconds since 1970.</param>
/// <param name="Member">Its member.</param>
/// <param name="Number">Its number.</param>
public readonly record struct GrantCursor(long At, MemberKey Member, long Number);

/// <summary>A grant as last recorded: ask <see cref="Grant.SettledAt"/>.</summary>
public sealed record ListedGrant(MemberKey Member, Grant Grant);

/// <summary>A page of grants.</summary>
/// <param name="Grants">In the filter's order.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record GrantPage(ImmutableArray<ListedGrant> Grants, GrantCursor? Next);

/// <summary>An exported entry.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Cursor">Resumes after it.</param>
public sealed record ExportedEntry(MemberKey Member, LedgerEntry Entry, EntryCursor Cursor);

/// <summary>A page of exported entries.</summary>
/// <param name="Entries">In the order of export.</param>
/// <param name="Next">Resumes after them; the cursor asked with when there are none.</param>
/// <param name="More">Whether more is there already.</param>
public sealed record EntryPage(ImmutableArray<ExportedEntry> Entries, EntryCursor Next, bool More);

/// <summary>What is kept of erased grants that are alike: nothing in it is of a member.</summary>
/// <param name="Month">Year and month of the opening in UTC, such as 202611.</param>
/// <param name="PartnerId">The partner.</param>
/// <param name="VenueId">The venue.</param>
/// <param name="PerkId">The perk.</param>
/// <param name="State">How they ended.</param>
/// <param name="Grants">How many grants.</param>
/// <param name="Units">How many units in all.</param>
public sealed record GrantTotal(int Month, string PartnerId, string VenueId, string PerkId, GrantState State, long Grants, long Units);

/// <summary>A finished copy of the ledger.</summary>
/// <param name="FileName">Its name in the folder of backups.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="FinishedAt">When it was whole and on disk.</param>
public sealed record LedgerBackup(string FileName, long Bytes, DateTimeOffset FinishedAt);

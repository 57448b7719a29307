using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The durable record of grants. What it has answered is on disk and is never lost, doubled or answered differently.
/// Every method but <see cref="Health"/>, <see cref="TryView"/>, <see cref="CountOpen"/> and <see cref="Load"/> throws <see cref="LedgerUnavailableException"/> while the store cannot be used.
/// </summary>
/// <remarks>
/// A store implements: one transaction a call; compare-and-swap of the member's record by version; the append-only entries; rows for
/// requests and for held items, each found by its own hash. A call whose wait is cancelled, or whose commit fails in a way that leaves
/// its fate open, may still have been kept: the same request asked again is told what became of it.
/// </remarks>
public interface ILedger : IAsyncDisposable
{
    /// <summary>Whether the store can keep anything at this moment. Never latched.</summary>
    LedgerHealth Health { get; }

    /// <summary>
    /// The member's record as far as limits need it, for checks: never waits, and is advisory. False while the store cannot be used;
    /// the record is then the last one known. Members with nothing that counts read <see cref="MemberRecord.Empty"/>.
    /// </summary>
    bool TryView(MemberKey member, out MemberRecord record);

    /// <summary>
    /// Grants that are open, by perk, from the same memory as <see cref="TryView"/>: asks no store, waits for nobody. Null while the store cannot be used.
    /// </summary>
    /// <param name="now">The moment.</param>
    /// <param name="most">Most records to count: a million take about a tenth of a second.</param>
    OpenCount? CountOpen(DateTimeOffset now, int most);

    /// <summary>What waits here for the store, at this moment.</summary>
    LedgerLoad Load { get; }

    /// <summary>Decides and keeps, in one transaction; answers after it is durable. A repeated request gets its first answer without deciding.</summary>
    Task<LedgerAnswer> AppendAsync(LedgerCall call, CancellationToken cancellation);

    /// <summary>The answer a request got before, if it was made before; null when it is new.</summary>
    Task<LedgerAnswer?> RecallAsync(LedgerRequest request, CancellationToken cancellation);

    /// <summary>
    /// Who holds an item, or lost it or let its time pass and nobody else has held it since: ask <see cref="ItemHolder.HoldsAt"/>. Null when there is none.
    /// </summary>
    Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation);

    /// <summary>The member's record, exact.</summary>
    Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation);

    /// <summary>A grant's entries, oldest first; the last one carries the grant as it is. Empty when there is no such grant.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation);

    /// <summary>Grants that a filter lets through, in its order, after a cursor.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">The cursor of the page before; null for the first page.</param>
    /// <param name="most">Most on the page, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GrantPage> ListGrantsAsync(GrantFilter filter, GrantCursor? after, int most, CancellationToken cancellation);

    /// <summary>Every entry after a cursor, in the order of export, which no entry kept later can come before.</summary>
    /// <param name="after">The cursor of the page before; the default begins at the first entry.</param>
    /// <param name="most">Most on the page, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<EntryPage> ExportEntriesAsync(EntryCursor after, int most, CancellationToken cancellation);

    /// <summary>How far a terminal's journal has been taken in: the greatest <see cref="ClaimMark.Position"/> kept; 0 when nothing was.</summary>
    Task<long> ReadClaimPositionAsync(string terminal, CancellationToken cancellation);

    /// <summary>Places of revoked tokens in status lists, of all tokens that are not over yet.</summary>
    Task<IReadOnlyList<RevokedPlace>> ReadRevokedPlacesAsync(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Whether other edges append to the same store, so that acts come which this edge did not take.</summary>
    bool IsShared { get; }

    /// <summary>Where the edges of a shared store tell each other who asks about whom; null of one that is not shared.</summary>
    EdgeExchange? Exchange { get; }

    /// <summary>
    /// Says to all edges that share the store how this one is, and reads how they said they were, this one among them. Relied on by nothing: it is for
    /// operators, waits for no standby and may be lost. Of a store that is not shared, only the own word.
    /// </summary>
    Task<IReadOnlyList<HeardEdge>> MeetEdgesAsync(EdgeSign own, CancellationToken cancellation);

    /// <summary>Acts after a number, in the order of their numbers: none that comes later can have a lower one.</summary>
    /// <param name="after">Number of the last one known; 0 for none.</param>
    /// <param name="most">Most to read, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The acts, and the last number given out.</returns>
    Task<ActPage> ReadActsAsync(long after, int most, CancellationToken cancellation);

    /// <summary>The last acts of one member, the oldest first.</summary>
    Task<IReadOnlyList<KeptAct>> ReadActsOfAsync(MemberKey member, CancellationToken cancellation);

    /// <summary>Disputes that a filter lets through: of a member the latest first, otherwise by their deadlines.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">The cursor of the page before; null for the first page.</param>
    /// <param name="most">Most on the page, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<DisputePage> ListDisputesAsync(DisputeFilter filter, DisputeCursor? after, int most, CancellationToken cancellation);

    /// <summary>
    /// Erases decided disputes of one member who has left; open ones stay. What the member was known by before a re-keying goes with them, unless a grant
    /// or a dispute is left. How many disputes were erased.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="before">Those with a lower number alone: an act's number parts what came before it from what came after.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<int> EraseDisputesAsync(MemberKey member, long before, CancellationToken cancellation);

    /// <summary>By which keys members were known before the ledger was re-keyed, all that is kept of it.</summary>
    Task<IReadOnlyList<FormerKeyRow>> ReadFormerKeysAsync(CancellationToken cancellation);

    /// <summary>
    /// Lets go of former keys that are older than this and lead nowhere any more: no grant from before the re-keying, and no dispute, is left of the member.
    /// Looks at one stretch of them.
    /// </summary>
    /// <param name="kept">How long each is kept at least, for decision ids and tokens. PostgreSQL keeps them 30 days whatever this says.</param>
    /// <param name="after">Where the stretch before ended; 0 begins at the first.</param>
    /// <param name="most">How many to look at.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<FormerKeySweep> LetGoOfFormerKeysAsync(TimeSpan kept, UInt128 after, int most, CancellationToken cancellation);

    /// <summary>Claims of terminals' journals that could not be settled, after a cursor.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">The cursor of the page before; null for the first page.</param>
    /// <param name="most">Most on the page, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<FaultyClaimPage> ListFaultyClaimsAsync(FaultyClaimFilter filter, FaultyClaimCursor? after, int most, CancellationToken cancellation);

    /// <summary>
    /// Erases what is past its retention: grants that were settled so long ago, with all their entries, which it adds to the totals in the same
    /// transaction; entries that concern a token alone, so long after its end; faulty claims, so long after they were decided. Nothing that is
    /// open, owed or to be decided is touched, nor what still counts toward a limit.
    /// </summary>
    /// <param name="retention">How long it is kept. How long ago something was, the store's own clock says.</param>
    /// <param name="most">Most of each to erase in this transaction, 1 to <see cref="LedgerPages.Largest"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many were erased; fewer than <paramref name="most"/> when none is left.</returns>
    Task<int> EraseAsync(TimeSpan retention, int most, CancellationToken cancellation);

    /// <summary>What is kept of erased grants.</summary>
    Task<IReadOnlyList<GrantTotal>> ReadTotalsAsync(CancellationToken cancellation);

    /// <summary>
    /// Copies the whole ledger, as it is at one moment, into the configured folder while it goes on working. Null where the store is not
    /// ours to copy, as with a database server, or no folder is configured.
    /// </summary>
    /// <param name="fileName">Name within the folder, without a path; null names it by the time.</param>
    /// <param name="cancellation">Ends the wait, not the copying.</param>
    /// <exception cref="IOException">It cannot be written, or a file of that name is there. The ledger itself goes on.</exception>
    Task<LedgerBackup?> BackUpAsync(string? fileName, CancellationToken cancellation);
}

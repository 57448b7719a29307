using System.Collections.Immutable;
using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>Which request this is: the same caller, method and id again is a repetition if the body is the same, else a conflict.</summary>
/// <param name="Caller">The authenticated caller's name, such as its URN.</param>
/// <param name="Method">The method's full name.</param>
/// <param name="RequestId">The caller's own id of this intent.</param>
/// <param name="BodyDigest">Keyed digest of the deterministic body, 16–32 bytes.</param>
public sealed record LedgerRequest(string Caller, string Method, Guid RequestId, ReadOnlyMemory<byte> BodyDigest);

/// <summary>One transaction on one member's record.</summary>
public sealed record LedgerCall
{
    /// <summary>Whose record.</summary>
    public required MemberKey Member { get; init; }

    /// <summary>Which request.</summary>
    public required LedgerRequest Request { get; init; }

    /// <summary>The moment the call is decided at: the one that <see cref="Decide"/> uses.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Items whose holders <see cref="Decide"/> wants to see.</summary>
    public ImmutableArray<ItemRef> Items { get; init; } = [];

    /// <summary>The dock's receipt in question, whose neighbours <see cref="Decide"/> wants to see; null for every other call.</summary>
    public ReceiptSighting? Receipt { get; init; }

    /// <summary>
    /// The place of an offline claim in its terminal's journal, kept along with the claim; null for every other call.
    /// </summary>
    public ClaimMark? Claim { get; init; }

    /// <summary>Whether <see cref="Decide"/> wants to see what the member contests, and to number acts.</summary>
    public bool ReadsFile { get; init; }

    /// <summary>
    /// The faulty claim in question, which <see cref="Decide"/> wants to see; null for every other call. A call with a place that names no terminal
    /// here settles the claim: where it was kept as faulty and waits for a person, it is settled since.
    /// </summary>
    public FaultyClaimKey? Faulty { get; init; }

    /// <summary>
    /// Decides, purely and quickly: it runs inside the transaction, perhaps on the store's only writing thread, and may run
    /// more than once. What it throws reaches this caller alone.
    /// </summary>
    public required Func<LedgerScene, LedgerVerdict> Decide { get; init; }
}

/// <summary>How far a terminal's journal has been taken in. A later, lower position does not set it back.</summary>
/// <param name="Terminal">The terminal's whole name, such as its URN.</param>
/// <param name="Position">The claim's place in the journal, ≥ 1. Claims of one terminal are to be kept one after the other.</param>
public sealed record ClaimMark(string Terminal, long Position);

/// <summary>What a call wants kept.</summary>
/// <param name="Next">The record to keep; null leaves it as it is.</param>
/// <param name="Entries">The entries to append.</param>
/// <param name="Reply">The reply, kept for repetitions of the request, refusals too.</param>
public sealed record LedgerVerdict(MemberRecord? Next, ImmutableArray<LedgerEntry> Entries, byte[] Reply)
{
    /// <summary>The receipt to remember, for its neighbours.</summary>
    public ReceiptSighting? Seen { get; init; }

    /// <summary>The place of the token that the call revokes, to be published; null for every other call.</summary>
    public RevokedPlace? Revoked { get; init; }

    /// <summary>What changes about the member, numbered from the file's next number on. Only of calls that read the file.</summary>
    public ImmutableArray<KeptAct> Acts { get; init; } = [];

    /// <summary>The dispute to keep, new or in the place of the one of its number. Only of calls that read the file.</summary>
    public MemberDispute? Dispute { get; init; }

    /// <summary>The faulty claim to keep, or whose decision is to be kept.</summary>
    public FaultyClaim? Faulty { get; init; }

    /// <summary>Keeps what a step of custody came to.</summary>
    public static LedgerVerdict Of(GrantStep step, byte[] reply) => new(step.Next, step.Entries, reply) { Seen = step.Seen };

    /// <summary>Keeps nothing but the reply.</summary>
    public static LedgerVerdict Unchanged(byte[] reply) => new(null, [], reply);
}

/// <summary>What a member did, or a person decided about a dispute, as it changes the member's standing at every edge.</summary>
/// <param name="Act">Whom it concerns, when it was, and what it changes; its revision is its number among acts.</param>
/// <param name="Actor">Who acted.</param>
/// <param name="Proof">Of a consent: digest of the text that the member was shown. Empty otherwise.</param>
public sealed record KeptAct(StandingChange Act, Actor Actor, ReadOnlyMemory<byte> Proof);

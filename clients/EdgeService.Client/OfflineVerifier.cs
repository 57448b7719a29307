using EdgeService.Client.Offline;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;
using Google.Protobuf.WellKnownTypes;
using Perks.Edge.V1;
using AttributeValue = Perks.Edge.V1.AttributeValue;
using CoreVerdict = EdgeService.Core.Tokens.TokenVerdict;
using Inquiry = Perks.Edge.V1.Inquiry;

namespace EdgeService.Client;

/// <summary>
/// Decides at a terminal that is cut off, by the same verification as the service, with the keys, status lists and offers that the terminal keeps on
/// disk. What it accepts is in the journal, durably, before it says so; a token opens once. Keep it up to date with <see cref="LearnAsync"/>,
/// or with <see cref="StatusFollowing"/>. Safe for any number of threads.
/// </summary>
public sealed class OfflineVerifier
{
    private readonly Lock _accepting = new();
    private readonly GateLearning _learning;
    private readonly TimeProvider _clock;

    private OfflineVerifier(GateLearning learning, OfflineJournal journal, TimeProvider clock, IReadOnlyList<string> faults)
    {
        (_learning, _clock) = (learning, clock);
        (Journal, Faults) = (journal, faults);
    }

    /// <summary>What was accepted, to be uploaded when the service is back.</summary>
    public OfflineJournal Journal { get; }

    /// <summary>Files that were damaged when it was opened, each with what is wrong with it. What they held is fetched anew.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Reads what the terminal keeps.</summary>
    /// <param name="folder">A folder of this terminal's own; made when the first thing is kept.</param>
    /// <param name="journal">The terminal's journal; it stays the caller's to dispose of.</param>
    /// <param name="clock">The terminal's clock; null means the machine's.</param>
    public static OfflineVerifier Open(string folder, OfflineJournal journal, TimeProvider? clock = null)
    {
        var store = new GateStore(folder);
        var faults = new List<string>();
        clock ??= TimeProvider.System;
        var known = store.Load(CutOffGate.TimeAt(clock.GetUtcNow(), journal.Look(0).HighestSigned), faults);
        return new OfflineVerifier(new GateLearning(store, known, journal, clock), journal, clock, faults);
    }

    /// <summary>Says whether a token would open now, changing nothing.</summary>
    public OfflineFinding Verify(string scanned) => Judge(scanned, _learning.Known, out _);

    /// <summary>
    /// Accepts a token if it opens now. Then <see cref="OfflineFinding.Claim"/> is on disk, and the same token, or a copy of it, opens no more.
    /// </summary>
    /// <param name="scanned">What was scanned.</param>
    /// <param name="itemRefs">What is lent on it, such as a bike number.</param>
    /// <param name="attributes">Facts known only at the gate, such as the class of a ticket.</param>
    /// <param name="handedOver">False where the thing may yet stay: then it lapses, unless ConfirmHandover says when it left.</param>
    /// <exception cref="IOException">The disk is full or failed: nothing was accepted, do not open.</exception>
    /// <exception cref="ArgumentException">More things are named than the token has units.</exception>
    public OfflineFinding Accept(
        string scanned, IEnumerable<string>? itemRefs = null, IEnumerable<KeyValuePair<string, AttributeValue>>? attributes = null, bool handedOver = true)
    {
        var accepted = new AcceptedToken { TokenText = scanned, ItemRefs = { itemRefs ?? [] } };
        accepted.Attributes.Add((attributes ?? []).ToDictionary());
        lock (_accepting)
        {
            var finding = Judge(scanned, _learning.Known, out var time);
            if (!finding.MayOpen)
                return finding;
            if (accepted.ItemRefs.Count > finding.UnitCount)
                throw new ArgumentException($"The token is for {finding.UnitCount} things, and {accepted.ItemRefs.Count} are named.", nameof(itemRefs));
            var claim = ClaimAt(time, handedOver);
            claim.Token = accepted;
            return finding with { Claim = Journal.Note(claim) };
        }
    }

    /// <summary>Lends without a token, where the perk's class allows it to a terminal that is cut off. The claim is on disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed: do not hand over.</exception>
    public OfflineFinding Lend(Inquiry inquiry, bool handedOver = true)
    {
        var offer = _learning.Known.FindPerk(inquiry.PerkId);
        var finding = new OfflineFinding { Refusal = CutOffGate.DecideLending(WireReading.ClassOf(offer)), Perk = offer, UnitCount = Math.Max(1, inquiry.UnitCount) };
        if (!finding.MayOpen)
            return finding;
        var claim = ClaimAt(Time(), handedOver);
        claim.Lending = inquiry.Clone();
        return finding with { Claim = Journal.Note(claim) };
    }

    /// <summary>Takes something back. It is on disk when this returns.</summary>
    /// <param name="itemRef">What came back; may be empty beside a receipt.</param>
    /// <param name="receiptText">What the dock signed; empty for none.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public ReportOfflineClaimsRequest TakeBack(string itemRef, string receiptText = "")
    {
        var claim = ClaimAt(Time(), handedOver: false);
        claim.Comeback = new OfflineReturn { ItemRef = itemRef, ReceiptText = receiptText };
        return Journal.Note(claim);
    }

    /// <summary>The service redeemed a token here: it does not open a second time, also when the link goes now.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void NoteRedeemed(string scanned)
    {
        if (TokenUse.Of(scanned) is { } use)
            Journal.MarkUsed(use with { CutOff = false });
    }

    /// <summary>How well prepared it is.</summary>
    public OfflineState State()
    {
        var (known, now, memory) = (_learning.Known, _clock.GetUtcNow(), Journal.Look(0));
        var time = CutOffGate.TimeAt(now, memory.HighestSigned);
        return new OfflineState(
            known.KeysFetched,
            known.Keys.Keys.Count(key => key.UsableUntil + TokenFormat.ClockSlack > time && key.UsableFrom - TokenFormat.ClockSlack <= time),
            known.Lists.Values.Count(list => time < list.IssuedAt + list.TimeToLive + TokenFormat.ClockSlack),
            memory.LastContact,
            memory.HighestSigned,
            CutOffGate.IsBehind(now, memory.HighestSigned),
            Journal.Count);
    }

    /// <summary>Fetches everything anew: where the terminal stands and what it offers, the keys, the status list of each.</summary>
    /// <exception cref="EdgeFaultException">The service cannot be reached; what was kept before still counts.</exception>
    /// <exception cref="IOException">The disk is full or failed; what was fetched counts until the end of this process.</exception>
    public Task LearnAsync(TerminalClient terminal, CancellationToken cancellation = default) => _learning.LearnAsync(terminal, cancellation);

    /// <summary>Takes status lists as they come. False when one is signed by a key that is not on the key list: fetch that.</summary>
    internal bool Learn(IEnumerable<Perks.Edge.V1.StatusList> lists) => _learning.Learn(lists);

    /// <summary>The service was in reach.</summary>
    internal void NoteContact() => Journal.MarkContact(_clock.GetUtcNow());

    private OfflineFinding Judge(string text, GateKnowledge known, out DateTimeOffset time)
    {
        var now = _clock.GetUtcNow();
        time = Time();
        if (known.Gate is not { } gate)
            return new OfflineFinding { Refusal = CutOffRefusal.TooLongCutOff, Remedy = Perks.Edge.V1.TokenRemedy.VenueRemedy };
        var verdict = VerdictOf(text, known, gate, time, out var status, out var offer);
        var (accepted, contact, signed) = Journal.Look(verdict.Claims.PerkCode);
        var scene = new CutOffScene(verdict, status, WireReading.ClassOf(offer), WireReading.AllowanceOf(offer), accepted, contact, now, signed);
        var refusal = CutOffGate.Decide(scene);
        return new OfflineFinding
        {
            Refusal = refusal,
            Verdict = WireReading.VerdictOf(verdict.Fault),
            Remedy = refusal is CutOffRefusal.None or CutOffRefusal.Token ? (Perks.Edge.V1.TokenRemedy)verdict.Remedy : Perks.Edge.V1.TokenRemedy.VenueRemedy,
            Status = status,
            Perk = offer,
            UnitCount = (int)verdict.Claims.Units,
            ExpiresAt = verdict.IsGenuine ? verdict.Claims.ExpiresAt : null,
        };
    }

    private CoreVerdict VerdictOf(string text, GateKnowledge known, TokenGate gate, DateTimeOffset time, out StatusFinding status, out OfferedPerk? offer)
    {
        var verdict = TokenVerification.Verify(text, known.Keys, gate, time);
        offer = verdict.IsGenuine ? known.Offers.GetValueOrDefault(verdict.Claims.PerkCode) : null;
        if (verdict.IsGenuine)
            verdict = verdict.AtVenue(offer is not null);
        verdict = StatusListVerification.Check(verdict, known.Lists.GetValueOrDefault(verdict.Key), time, out status);
        return verdict.IsGood && Journal.WasUsed(verdict.Claims.Id) ? verdict with { Fault = TokenFault.AlreadyRedeemed } : verdict;
    }

    private DateTimeOffset Time() => CutOffGate.TimeAt(_clock.GetUtcNow(), Journal.Look(0).HighestSigned);

    private static ReportOfflineClaimsRequest ClaimAt(DateTimeOffset time, bool handedOver) =>
        new() { RequestId = Guid.NewGuid().ToString(), ClaimTime = time.ToTimestamp(), HandedOver = handedOver };
}

using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;
using StatusList = Perks.Edge.V1.StatusList;

namespace EdgeService.Client.Offline;

/// <summary>
/// Brings what a terminal knows up to date, on disk and in memory. What the disk does not take counts until the end of the process, and the fault is
/// thrown when everything is learnt. Safe for any number of threads.
/// </summary>
internal sealed class GateLearning(GateStore store, GateKnowledge known, OfflineJournal journal, TimeProvider clock)
{
    private readonly Lock _learning = new();
    private volatile GateKnowledge _known = known;

    public GateKnowledge Known => _known;

    /// <exception cref="EdgeFaultException">The service cannot be reached; what was kept before still counts.</exception>
    public async Task LearnAsync(TerminalClient terminal, CancellationToken cancellation)
    {
        var (offers, keys) = (await terminal.ListPerksAsync(cancellation), await terminal.ListKeysAsync(cancellation));
        var lists = new List<StatusList>();
        foreach (var key in keys.Keys)
        {
            if (await ListOfAsync(terminal, key, cancellation) is { } list)
                lists.Add(list);
        }

        Learn(offers, keys);
        Learn(lists);
        journal.MarkContact(clock.GetUtcNow());
    }

    /// <summary>False when one is signed by a key that is not on the key list.</summary>
    public bool Learn(IEnumerable<StatusList> lists)
    {
        lock (_learning)
            return lists.Aggregate(true, (known, list) => Learn(list) && known);
    }

    /// <summary>Null where none is to be had now: its tokens then go by their time alone.</summary>
    private static async Task<StatusList?> ListOfAsync(TerminalClient terminal, Perks.Edge.V1.VerificationKey key, CancellationToken cancellation)
    {
        try
        {
            return await terminal.GetStatusListAsync(key.KeyId, cancellation);
        }
        catch (EdgeFaultException none) when (none.Fault.Reason is ErrorReason.StatusListUnknown or ErrorReason.NotReady)
        {
            return null;
        }
    }

    private void Learn(ListPerksResponse offers, ListVerificationKeysResponse keys)
    {
        var now = clock.GetUtcNow();
        lock (_learning)
        {
            _known = _known with
            {
                Gate = WireReading.GateOf(offers),
                Offers = WireReading.OffersOf(offers),
                Keys = WireReading.KeysOf(keys),
                KeysFetched = now,
            };
            store.Save(offers, now);
            store.Save(keys, now);
        }
    }

    private bool Learn(StatusList list)
    {
        if (list.KeyId.Length != KeyId.Size)
            return true;
        var (tokensOf, now) = (KeyId.Read(list.KeyId.Span), clock.GetUtcNow());
        var read = StatusListVerification.TryVerify(list.Token.Span, _known.Keys, tokensOf, CutOffGate.TimeAt(now, journal.Look(0).HighestSigned), out var fault);
        if (read is null)
            return fault != StatusListFault.UnknownKey;
        // Of two lists the later counts: another edge may hand out an older one.
        if (_known.Lists.TryGetValue(tokensOf, out var before) && before.IssuedAt > read.IssuedAt)
            return true;
        _known = _known.With(tokensOf, read);
        journal.MarkSigned(read.IssuedAt);
        store.Save(tokensOf, list.Token, now);
        return true;
    }
}

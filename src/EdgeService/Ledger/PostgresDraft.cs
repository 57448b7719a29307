using System.Security.Cryptography;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>What a batch comes to: each call decided on what the database holds and the calls before it in the batch have changed.</summary>
/// <param name="scene">What the database holds.</param>
/// <param name="again">Whether an attempt came before: holders of items that are freed are then looked at, which the first attempt spares.</param>
internal sealed class PostgresDraft(PostgresScene scene, bool again)
{
    private readonly Dictionary<UInt128, (byte[] Digest, byte[] Reply)> _replies = [];
    private long _fileNumber;

    /// <summary>Requests answered for the first time, to be kept.</summary>
    public List<(byte[] Key, byte[] Digest, byte[] Reply)> Fresh { get; } = [];

    /// <summary>Requests answered before: their rows are written once more, so that the answer waits for what kept them.</summary>
    public List<byte[]> Repeated { get; } = [];

    /// <summary>Records before and after.</summary>
    public Dictionary<MemberKey, (MemberRecord Before, MemberRecord After)> Changed { get; } = [];

    /// <summary>Holders of items before and after.</summary>
    public Dictionary<UInt128, (ItemHolder? Before, ItemHolder? After)> Held { get; } = [];

    public List<(MemberKey Member, LedgerEntry Entry)> Entries { get; } = [];

    public List<ReceiptSighting> Seen { get; } = [];

    public List<ClaimMark> Claims { get; } = [];

    public List<RevokedPlace> Revoked { get; } = [];

    public List<(MemberKey Member, KeptAct Act)> Acts { get; } = [];

    /// <summary>Disputes by number, each as it is afterwards.</summary>
    public Dictionary<long, (MemberKey Member, MemberDispute Dispute)> Disputes { get; } = [];

    /// <summary>The last number of an act or a dispute before and after.</summary>
    public (long Before, long After) FileNumber => (scene.FileNumber, Math.Max(scene.FileNumber, _fileNumber));

    /// <summary>Claims that are settled: what was kept of them as faulty is settled since.</summary>
    public List<UInt128> Settled { get; } = [];

    /// <summary>Faulty claims to be kept, or whose decision is.</summary>
    public Dictionary<UInt128, FaultyClaim> Faulty { get; } = [];

    /// <summary>Whether a question was asked, whose answer must wait for a commit.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Whether there is anything to write, but for a commit's sake.</summary>
    public bool IsEmpty => Fresh.Count == 0 && Repeated.Count == 0;

    /// <summary>Decides one call, or asks. What goes wrong with it alone is kept for its caller and leaves nothing behind.</summary>
    public async Task RunAsync(PostgresWork work)
    {
        try
        {
            await (work switch
            {
                PostgresQuestion question => AskAsync(question),
                PostgresRequest request => AnswerAsync(request),
                _ => throw new ArgumentOutOfRangeException(nameof(work), work.GetType().Name, "not a kind of work"),
            });
        }
        catch (FormatException fault)
        {
            work.WillFail(new LedgerUnavailableException(LedgerFault.Corrupt, fault));
        }
        catch (Exception fault) when (!PostgresFault.IsStores(fault) || fault is TimeoutException)
        {
            work.WillFail(fault);
        }
    }

    private async Task AskAsync(PostgresQuestion question)
    {
        IsAsked = true;
        await question.AskAsync(scene.Connection);
    }

    private async Task AnswerAsync(PostgresRequest request) =>
        request.Will(Recall(request) is { } answer ? answer : request.Call is { } call ? await AppendAsync(request.Key, call) : null);

    private LedgerAnswer? Recall(PostgresRequest work)
    {
        var key = PostgresScene.Key(work.Key);
        if (scene.Answered.TryGetValue(key, out var first))
        {
            Repeated.Add(work.Key);
        }
        else if (!_replies.TryGetValue(key, out first))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(first.Digest, work.Request.BodyDigest.Span)
            ? new LedgerAnswer.Kept(first.Reply, Repeated: true)
            : new LedgerAnswer.Conflict();
    }

    private async Task<LedgerAnswer> AppendAsync(byte[] key, LedgerCall call)
    {
        var before = Record(call.Member);
        var (verdict, items) = await DecideAsync(call, before);
        Check(call, before, verdict, items);
        await scene.LookAsync(again ? items.Freed.Select(hold => hold.Item) : []);
        if (verdict.Next is { } next)
        {
            Changed[call.Member] = (Changed.TryGetValue(call.Member, out var earlier) ? earlier.Before : before, next);
            Move(call, items);
            Entries.AddRange(verdict.Entries.Select(entry => (call.Member, entry)));
        }

        if (call.ReadsFile)
        {
            KeepFile(call.Member, verdict);
        }

        if (verdict.Seen is { } receipt)
        {
            Seen.Add(receipt);
        }

        if (call.Claim is { } claim)
        {
            Claims.Add(claim);
            Settled.AddRange(call.Faulty is { Terminal: null } settled ? [settled.Id] : []);
        }

        if (verdict.Faulty is { } faulty)
        {
            Faulty[faulty.Id] = faulty;
        }

        if (verdict.Revoked is { } place)
        {
            Revoked.Add(place);
        }

        var digest = call.Request.BodyDigest.ToArray();
        _replies[PostgresScene.Key(key)] = (digest, verdict.Reply);
        Fresh.Add((key, digest, verdict.Reply));
        return new LedgerAnswer.Kept(verdict.Reply, Repeated: false);
    }

    private void KeepFile(MemberKey member, LedgerVerdict verdict)
    {
        Acts.AddRange(verdict.Acts.Select(act => (member, act)));
        if (verdict.Dispute is { } dispute)
        {
            Disputes[dispute.Number] = (member, dispute);
        }

        _fileNumber = Math.Max(_fileNumber, SqliteFileRows.LastOf(verdict));
    }

    /// <summary>What is known of the member, with what earlier calls of the batch changed.</summary>
    private MemberFile FileOf(MemberKey member)
    {
        var disputes = scene.Files.GetValueOrDefault(member, []).Select(bytes => DisputeEncoding.Read(bytes)).ToDictionary(dispute => dispute.Number);
        foreach (var (owner, dispute) in Disputes.Values)
        {
            if (owner == member)
            {
                disputes[dispute.Number] = dispute;
            }
        }

        return new(FileNumber.After + 1, [.. disputes.Values.OrderBy(dispute => dispute.Number)]);
    }

    private MemberRecord Record(MemberKey member) =>
        Changed.TryGetValue(member, out var changed) ? changed.After
        : scene.Records.TryGetValue(member, out var stored) ? LedgerEncoding.ReadRecord(stored)
        : MemberRecord.Empty;

    private async Task<(LedgerVerdict Verdict, ItemChanges Items)> DecideAsync(LedgerCall call, MemberRecord before)
    {
        var (seen, held) = (new HashSet<ItemRef>(), new Dictionary<ItemRef, ItemHolder>());
        IEnumerable<ItemRef> wanted = call.Items;
        while (true)
        {
            await LookAsync([.. wanted.Where(seen.Add)], held);
            var verdict = call.Decide(new LedgerScene(before, held) { Member = call.Member, Receipts = NeighboursOf(call), Faulty = FaultyOf(call), File = call.ReadsFile ? FileOf(call.Member) : null });
            var items = verdict.Next is { } next ? Items.Between(before, next) : new ItemChanges([], []);
            wanted = items.Taken.Select(hold => hold.Item);
            if (wanted.All(seen.Contains))
            {
                return (verdict, items);
            }
        }
    }

    /// <summary>Receipts taken in by earlier calls of the batch count as known.</summary>
    private ReceiptNeighbours NeighboursOf(LedgerCall call)
    {
        if (call.Receipt is not { } receipt)
        {
            return default;
        }

        var known = scene.Neighbours[receipt];
        foreach (var seen in Seen.Where(seen => seen.Terminal == receipt.Terminal))
        {
            known = seen.Sequence == receipt.Sequence ? known with { Same = known.Same ?? seen }
                : seen.Sequence < receipt.Sequence && !(known.Before?.Sequence > seen.Sequence) ? known with { Before = seen }
                : seen.Sequence > receipt.Sequence && !(known.After?.Sequence < seen.Sequence) ? known with { After = seen }
                : known;
        }

        return known;
    }

    private FaultyClaimSight FaultyOf(LedgerCall call) => call.Faulty is not { } key ? default
        : Faulty.TryGetValue(key.Id, out var changed) ? scene.Faulty[key] with { Claim = changed }
        : scene.Faulty[key];

    private async Task LookAsync(IReadOnlyList<ItemRef> items, Dictionary<ItemRef, ItemHolder> held)
    {
        await scene.LookAsync(items);
        foreach (var item in items)
        {
            if (HolderOf(item) is { } holder)
            {
                held[item] = holder;
            }
        }
    }

    private ItemHolder? HolderOf(ItemRef item)
    {
        var key = PostgresScene.Key(LedgerKeys.Of(item));
        return Held.TryGetValue(key, out var moved) ? moved.After : scene.Holders.GetValueOrDefault(key);
    }

    private void Check(LedgerCall call, MemberRecord before, LedgerVerdict verdict, ItemChanges items)
    {
        if (verdict.Next is { } next && next.Version != before.Version + 1)
        {
            throw new InvalidOperationException("the record was not made from the version at hand");
        }

        if (items.Taken.Any(hold => hold.HoldsAt(call.Now) && IsAnothers(call, hold)))
        {
            throw new InvalidOperationException("an item was granted that another grant holds");
        }
    }

    private bool IsAnothers(LedgerCall call, ItemHold hold) =>
        HolderOf(hold.Item) is { } other && other.HoldsAt(call.Now) && (other.Member, other.Grant) != (call.Member, hold.Grant);

    private void Move(LedgerCall call, ItemChanges items)
    {
        foreach (var freed in items.Freed)
        {
            Free(call.Member, freed);
        }

        foreach (var taken in items.Taken.Where(hold => !IsAnothers(call, hold)))
        {
            Put(taken.Item, new ItemHolder(call.Member, taken.Grant, taken.Until));
        }
    }

    /// <summary>A hold that was not looked at is taken to be there: freeing it changes nothing if it is not.</summary>
    private void Free(MemberKey member, ItemHold hold)
    {
        var key = PostgresScene.Key(LedgerKeys.Of(hold.Item));
        if (!Held.ContainsKey(key) && !scene.Holders.ContainsKey(key))
        {
            Held[key] = (new ItemHolder(member, hold.Grant, hold.Until), null);
        }
        else if (HolderOf(hold.Item) is { } holder && (holder.Member, holder.Grant) == (member, hold.Grant))
        {
            Put(hold.Item, null);
        }
    }

    private void Put(ItemRef item, ItemHolder? holder)
    {
        var key = PostgresScene.Key(LedgerKeys.Of(item));
        Held[key] = (Held.TryGetValue(key, out var moved) ? moved.Before : scene.Holders.GetValueOrDefault(key), holder);
    }
}

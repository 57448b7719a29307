using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;
using static NpgsqlTypes.NpgsqlDbType;

namespace EdgeService.Ledger;

/// <summary>
/// Writes what a batch came to, in one round trip. Statements that compare and swap give back the rows that they changed: fewer than
/// wanted means that somebody else was faster. Rows are in the order of their keys, so that two batches do not wait for each other.
/// </summary>
internal sealed class PostgresWrite(NpgsqlBatch batch, PostgresDraft draft, DateTimeOffset at)
{
    private const string AddRequests =
        "INSERT INTO requests (key, digest, at, reply) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1";

    private const string TouchRequests = "UPDATE requests r SET at = r.at FROM unnest($1) AS u(key) WHERE r.key = u.key";

    private const string AddMembers =
        "INSERT INTO members (member, version, counts_until, record) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1";

    private const string SwapMembers = """
        UPDATE members m SET version = u.version, counts_until = u.counts_until, record = u.record
        FROM unnest($1, $2, $3, $4, $5) AS u(member, version, counts_until, record, before)
        WHERE m.member = u.member AND m.version = u.before RETURNING 1
        """;

    private const string AddItems = "INSERT INTO items (item, member, number, until) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1";

    private const string SwapItems = """
        UPDATE items i SET member = u.member, number = u.number, until = u.until
        FROM unnest($1, $2, $3, $4, $5, $6) AS u(item, member, number, until, old_member, old_number)
        WHERE i.item = u.item AND i.member = u.old_member AND i.number = u.old_number RETURNING 1
        """;

    private const string FreeItems = """
        DELETE FROM items i USING unnest($1, $2, $3) AS u(item, member, number)
        WHERE i.item = u.item AND i.member = u.member AND i.number = u.number
        """;

    private const string AddEntries = "INSERT INTO entries (member, number, entry) SELECT * FROM unnest($1, $2, $3)";

    private const string PutGrants = """
        INSERT INTO grants (member, number, partner, venue, perk, state, opened, due, ends, ends_as, settled, units, second)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (member, number) DO UPDATE SET state = EXCLUDED.state, opened = EXCLUDED.opened, due = EXCLUDED.due, ends = EXCLUDED.ends,
            ends_as = EXCLUDED.ends_as, settled = EXCLUDED.settled, second = EXCLUDED.second
        """;

    private const string AddReceipts = "INSERT INTO receipts (terminal, sequence, at, digest) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    private const string PutClaims = """
        INSERT INTO claims AS c (terminal, position) SELECT * FROM unnest($1, $2)
        ON CONFLICT (terminal) DO UPDATE SET position = greatest(c.position, EXCLUDED.position)
        """;

    private const string PutRevoked = """
        INSERT INTO revocations AS r (signer, place, until) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (signer, place) DO UPDATE SET until = greatest(r.until, EXCLUDED.until)
        """;

    /// <summary>Waits for whoever took the number before, and fails if somebody did meanwhile.</summary>
    private const string TakeNumbers =
        "UPDATE file_number f SET last = u.last FROM unnest($1, $2) AS u(last, before) WHERE f.last = u.before RETURNING 1";

    private const string AddActs = "INSERT INTO acts (number, member, act, actor_kind, actor, proof) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)";

    private const string PutDisputes = """
        INSERT INTO disputes (number, member, state, deadline, partner, dispute) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        ON CONFLICT (number) DO UPDATE SET state = EXCLUDED.state, dispute = EXCLUDED.dispute
        """;

    private const string Touch = "UPDATE probe SET times = times + 1 WHERE slot = $1";

    private readonly List<int> _wanted = [];

    /// <summary>Writes. False when somebody else was faster, and the transaction is to be rolled back.</summary>
    public async Task<bool> RunAsync()
    {
        Requests();
        Members();
        Items();
        History();
        Journals();
        Files();
        Faulty();
        TouchForQuestions();
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var wanted in _wanted)
        {
            var changed = 0;
            while (await reader.ReadAsync())
            {
                changed++;
            }

            if (changed < wanted)
            {
                return false;
            }

            await reader.NextResultAsync();
        }

        return true;
    }

    /// <summary>A statement on rows, left out when there are none. Only those that give rows back are waited for.</summary>
    private void Add(string text, int rows, params ReadOnlySpan<(Array Values, NpgsqlTypes.NpgsqlDbType Type)> arrays)
    {
        if (rows > 0)
        {
            batch.Ask(text, arrays);
            if (text.EndsWith("RETURNING 1", StringComparison.Ordinal))
            {
                _wanted.Add(rows);
            }
        }
    }

    private void Requests()
    {
        var fresh = draft.Fresh.OrderBy(request => PostgresScene.Key(request.Key)).ToList();
        var now = at.ToUnixTimeMilliseconds();
        Add(
            AddRequests,
            fresh.Count,
            (fresh.Select(request => request.Key).ToArray(), Bytea),
            (fresh.Select(request => request.Digest).ToArray(), Bytea),
            (fresh.Select(_ => now).ToArray(), Bigint),
            (fresh.Select(request => request.Reply).ToArray(), Bytea));
        var repeated = draft.Repeated.DistinctBy(key => PostgresScene.Key(key)).OrderBy(key => PostgresScene.Key(key)).ToArray();
        Add(TouchRequests, repeated.Length, (repeated, Bytea));
    }

    private void Members()
    {
        var changed = draft.Changed.OrderBy(change => change.Key).ToLookup(change => change.Value.Before.Version == 0);
        Write(AddMembers, [.. changed[true]], isNew: true);
        Write(SwapMembers, [.. changed[false]], isNew: false);
    }

    private void Write(string text, List<KeyValuePair<MemberKey, (MemberRecord Before, MemberRecord After)>> rows, bool isNew)
    {
        (Array, NpgsqlTypes.NpgsqlDbType)[] after =
        [
            (rows.Select(row => LedgerKeys.Number(row.Key)).ToArray(), Bigint),
            (rows.Select(row => row.Value.After.Version).ToArray(), Bigint),
            (rows.Select(row => row.Value.After.CountsUntil.ToUnixTimeMilliseconds()).ToArray(), Bigint),
            (rows.Select(row => LedgerEncoding.Write(row.Value.After)).ToArray(), Bytea),
        ];
        Add(text, rows.Count, isNew ? after : [.. after, (rows.Select(row => row.Value.Before.Version).ToArray(), Bigint)]);
    }

    private void Items()
    {
        var moved = draft.Held.Where(move => move.Value.Before != move.Value.After).OrderBy(move => move.Key).ToList();
        var freed = moved.Where(move => move.Value.After is null).Select(move => (move.Key, Row: move.Value.Before!.Value)).ToList();
        Add(
            FreeItems,
            freed.Count,
            (freed.Select(move => ReceiptRow.Write(move.Key)).ToArray(), Bytea),
            (freed.Select(move => LedgerKeys.Number(move.Row.Member)).ToArray(), Bigint),
            (freed.Select(move => move.Row.Grant).ToArray(), Bigint));
        var taken = moved.Where(move => move.Value is { Before: null, After: not null }).Select(move => (move.Key, move.Value.After!.Value)).ToList();
        Add(AddItems, taken.Count, Holders(taken));
        var swapped = moved.Where(move => move.Value is { Before: not null, After: not null }).ToList();
        var before = Holders([.. swapped.Select(move => (move.Key, move.Value.Before!.Value))]);
        Add(SwapItems, swapped.Count, [.. Holders([.. swapped.Select(move => (move.Key, move.Value.After!.Value))]), .. before[1..3]]);
    }

    private static (Array, NpgsqlTypes.NpgsqlDbType)[] Holders(List<(UInt128 Key, ItemHolder Holder)> rows) =>
    [
        (rows.Select(row => ReceiptRow.Write(row.Key)).ToArray(), Bytea),
        (rows.Select(row => LedgerKeys.Number(row.Holder.Member)).ToArray(), Bigint),
        (rows.Select(row => row.Holder.Grant).ToArray(), Bigint),
        (rows.Select(row => row.Holder.Until?.ToUnixTimeMilliseconds() ?? GrantRow.Never).ToArray(), Bigint),
    ];

    private void History()
    {
        var entries = draft.Entries;
        Add(
            AddEntries,
            entries.Count,
            (entries.Select(one => LedgerKeys.Number(one.Member)).ToArray(), Bigint),
            (entries.Select(one => one.Entry.Grant?.Number ?? 0).ToArray(), Bigint),
            (entries.Select(one => LedgerEncoding.Write(one.Entry)).ToArray(), Bytea));
        var last = new Dictionary<(MemberKey Member, long Number), GrantRow>();
        foreach (var (member, entry) in entries.Where(one => one.Entry.Grant is not null))
        {
            last[(member, entry.Grant!.Number)] = new GrantRow(entry.Grant);
        }

        Grants([.. last]);
    }

    private void Grants(List<KeyValuePair<(MemberKey Member, long Number), GrantRow>> rows) => Add(
        PutGrants,
        rows.Count,
        (rows.Select(row => LedgerKeys.Number(row.Key.Member)).ToArray(), Bigint),
        (rows.Select(row => row.Key.Number).ToArray(), Bigint),
        (rows.Select(row => row.Value.Grant.Terms.PartnerId).ToArray(), Text),
        (rows.Select(row => row.Value.Grant.Terms.VenueId).ToArray(), Text),
        (rows.Select(row => row.Value.Grant.Terms.PerkId).ToArray(), Text),
        (rows.Select(row => (int)row.Value.Grant.State).ToArray(), Integer),
        (rows.Select(row => row.Value.Opened).ToArray(), Bigint),
        (rows.Select(row => row.Value.Due).ToArray(), Bigint),
        (rows.Select(row => row.Value.Ends).ToArray(), Bigint),
        (rows.Select(row => (int)row.Value.EndsAs).ToArray(), Integer),
        (rows.Select(row => row.Value.Settled).ToArray(), Bigint),
        (rows.Select(row => row.Value.Grant.Terms.Units).ToArray(), Integer),
        (rows.Select(row => row.Value.Second).ToArray(), Bigint));

    private void Faulty()
    {
        List<FaultyClaim> faulty = [.. draft.Faulty.OrderBy(one => one.Key).Select(one => one.Value)];
        Add(PostgresFaulty.Put, faulty.Count, PostgresFaulty.Rows(faulty));
        Add(PostgresFaulty.Settle, draft.Settled.Count, PostgresFaulty.SettledRows(draft.Settled, at));
    }

    /// <summary>Where nothing else is written, something that means nothing, so that there is a commit to wait for.</summary>
    private void TouchForQuestions()
    {
        if (draft is { IsAsked: true, IsEmpty: true })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Touch) { Parameters = { new NpgsqlParameter { Value = Random.Shared.Next(256) } } });
        }
    }

    private void Journals()
    {
        var seen = draft.Seen.DistinctBy(receipt => (receipt.Terminal, receipt.Sequence)).ToList();
        Add(
            AddReceipts,
            seen.Count,
            (seen.Select(receipt => LedgerKeys.OfTerminal(receipt.Terminal)).ToArray(), Bytea),
            (seen.Select(receipt => (long)receipt.Sequence).ToArray(), Bigint),
            (seen.Select(receipt => receipt.Time.ToUnixTimeMilliseconds()).ToArray(), Bigint),
            (seen.Select(receipt => ReceiptRow.Write(receipt.Digest)).ToArray(), Bytea));
        // A dock has one row that each of its receipts writes: of two edges whose snapshots lack each other's receipt the later decides again.
        var docks = draft.Seen.Select(receipt => new ClaimMark(receipt.Terminal, receipt.Sequence));
        var claims = draft.Claims.Concat(docks).GroupBy(claim => claim.Terminal).OrderBy(claim => claim.Key, StringComparer.Ordinal).ToList();
        Add(
            PutClaims,
            claims.Count,
            (claims.Select(claim => LedgerKeys.OfTerminal(claim.Key)).ToArray(), Bytea),
            (claims.Select(claim => claim.Max(mark => mark.Position)).ToArray(), Bigint));
        var revoked = draft.Revoked.DistinctBy(place => (place.Signer, place.Index)).OrderBy(place => place.Signer.Value).ThenBy(place => place.Index).ToList();
        Add(
            PutRevoked,
            revoked.Count,
            (revoked.Select(place => (long)place.Signer.Value).ToArray(), Bigint),
            (revoked.Select(place => (long)place.Index).ToArray(), Bigint),
            (revoked.Select(place => place.Until.ToUnixTimeMilliseconds()).ToArray(), Bigint));
    }

    private void Files()
    {
        var (before, after) = draft.FileNumber;
        // A dispute that is decided takes no number: of two who decide it at once the later must see what the first did.
        var taken = after > before ? after : before + 1;
        Add(TakeNumbers, draft.Acts.Count + draft.Disputes.Count > 0 ? 1 : 0, (new[] { taken }, Bigint), (new[] { before }, Bigint));
        var acts = draft.Acts;
        Add(
            AddActs,
            acts.Count,
            (acts.Select(one => one.Act.Act.Revision).ToArray(), Bigint),
            (acts.Select(one => LedgerKeys.Number(one.Member)).ToArray(), Bigint),
            (acts.Select(one => ActRow.Write(one.Act)).ToArray(), Bytea),
            (acts.Select(one => (int)one.Act.Actor.Kind).ToArray(), Integer),
            (acts.Select(one => one.Act.Actor.Name).ToArray(), Text),
            (acts.Select(one => one.Act.Proof.ToArray()).ToArray(), Bytea));
        var disputes = draft.Disputes.Values.ToList();
        Add(
            PutDisputes,
            disputes.Count,
            (disputes.Select(one => one.Dispute.Number).ToArray(), Bigint),
            (disputes.Select(one => LedgerKeys.Number(one.Member)).ToArray(), Bigint),
            (disputes.Select(one => (int)one.Dispute.State).ToArray(), Integer),
            (disputes.Select(one => one.Dispute.Deadline.ToUnixTimeMilliseconds()).ToArray(), Bigint),
            (disputes.Select(one => one.Dispute.Subject.PartnerId).ToArray(), Text),
            (disputes.Select(one => DisputeEncoding.Write(one.Dispute)).ToArray(), Bytea));
    }
}

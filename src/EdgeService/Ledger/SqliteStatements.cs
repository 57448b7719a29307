using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>The ledger's statements on one connection. Not for more than one thread.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _touch = new(connection, "UPDATE probe SET times = times + 1");
    private readonly SqliteStatement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(connection, "COMMIT");
    private readonly SqliteStatement _rollback = new(connection, "ROLLBACK");
    private readonly SqliteStatement _mark = new(connection, "SAVEPOINT call");
    private readonly SqliteStatement _keepMark = new(connection, "RELEASE call");
    private readonly SqliteStatement _backToMark = new(connection, "ROLLBACK TO call");

    private readonly SqliteStatement _findRequest = new(connection, "SELECT digest, reply FROM requests WHERE key = ?1");
    private readonly SqliteStatement _putRequest = new(connection, "INSERT INTO requests (key, digest, at, reply) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _dropRequests = new(
        connection, "DELETE FROM requests WHERE at < ?1 AND seq IN (SELECT seq FROM requests ORDER BY seq LIMIT ?2)");

    private readonly SqliteStatement _findMember = new(connection, "SELECT record FROM members WHERE member = ?1");
    private readonly SqliteStatement _countingMembers = new(connection, "SELECT member, record FROM members WHERE counts_until > ?1");
    private readonly SqliteStatement _addMember = new(
        connection, "INSERT OR IGNORE INTO members (member, version, counts_until, record) VALUES (?1, ?2, ?3, ?4)");

    private readonly SqliteStatement _swapMember = new(
        connection, "UPDATE members SET version = ?2, counts_until = ?3, record = ?4 WHERE member = ?1 AND version = ?5");

    private readonly SqliteStatement _addEntry = new(connection, "INSERT INTO entries (member, number, entry) VALUES (?1, ?2, ?3)");
    private readonly SqliteStatement _findItem = new(connection, "SELECT member, number, until FROM items WHERE item = ?1");
    private readonly SqliteStatement _takeItem = new(
        connection,
        """
        INSERT INTO items (item, member, number, until) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (item) DO UPDATE SET member = ?2, number = ?3, until = ?4 WHERE until <= ?5 OR (member = ?2 AND number = ?3)
        """);

    private readonly SqliteStatement _freeItem = new(connection, "DELETE FROM items WHERE item = ?1 AND member = ?2 AND number = ?3");

    private readonly SqliteStatement _putGrant = new(
        connection,
        """
        INSERT INTO grants (member, number, partner, venue, perk, state, opened, due, ends, ends_as, settled, units, second)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT (member, number) DO UPDATE SET state = ?6, opened = ?7, due = ?8, ends = ?9, ends_as = ?10, settled = ?11, second = ?13
        """);

    private readonly SqliteStatement _findClaim = new(connection, "SELECT position FROM claims WHERE terminal = ?1");
    private readonly SqliteStatement _putClaim = new(
        connection,
        "INSERT INTO claims (terminal, position) VALUES (?1, ?2) ON CONFLICT (terminal) DO UPDATE SET position = max(position, ?2)");

    private readonly SqliteStatement _findReceipts = new(
        connection,
        """
        SELECT sequence, at, digest FROM receipts WHERE terminal = ?1 AND sequence = ?2
        UNION ALL SELECT * FROM (SELECT sequence, at, digest FROM receipts WHERE terminal = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT 1)
        UNION ALL SELECT * FROM (SELECT sequence, at, digest FROM receipts WHERE terminal = ?1 AND sequence > ?2 ORDER BY sequence LIMIT 1)
        """);

    private readonly SqliteStatement _putReceipt = new(
        connection, "INSERT INTO receipts (terminal, sequence, at, digest) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    private readonly SqliteStatement _putRevokedPlace = new(
        connection,
        "INSERT INTO revocations (signer, place, until) VALUES (?1, ?2, ?3) ON CONFLICT (signer, place) DO UPDATE SET until = max(until, ?3)");

    private readonly SqliteStatement _dropRevokedPlaces = new(connection, "DELETE FROM revocations WHERE until <= ?1");

    /// <summary>The connection, for what is asked seldom.</summary>
    public SqliteConnection Connection => connection;

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>Undoes the transaction, if a fault has not already done so.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
        {
            _rollback.Execute();
        }
    }

    /// <summary>Writes something that means nothing.</summary>
    public bool Touch() => _touch.Execute() == 1;

    /// <summary>Marks where <see cref="BackToMark"/> leads back to, within the transaction.</summary>
    public void Mark() => _mark.Execute();

    public void KeepMark() => _keepMark.Execute();

    public void BackToMark()
    {
        _backToMark.Execute();
        _keepMark.Execute();
    }

    /// <summary>The digest and reply of a request made before.</summary>
    public (byte[] Digest, byte[] Reply)? FindRequest(ReadOnlySpan<byte> key) =>
        One(_findRequest.Bind(1, key), static row => ((byte[], byte[])?)(row.Bytes(0).ToArray(), row.Bytes(1).ToArray()));

    public void PutRequest(ReadOnlySpan<byte> key, ReadOnlySpan<byte> digest, DateTimeOffset at, ReadOnlySpan<byte> reply) =>
        _putRequest.Bind(1, key).Bind(2, digest).Bind(3, at.ToUnixTimeMilliseconds()).Bind(4, reply).Execute();

    /// <summary>Forgets up to <paramref name="most"/> of the oldest requests, of those before a time.</summary>
    public int DropRequests(DateTimeOffset before, int most) =>
        _dropRequests.Bind(1, before.ToUnixTimeMilliseconds()).Bind(2, most).Execute();

    public MemberRecord? FindMember(MemberKey member) =>
        One(_findMember.Bind(1, LedgerKeys.Number(member)), static row => LedgerEncoding.ReadRecord(row.Bytes(0).ToArray()));

    public IEnumerable<(MemberKey Member, MemberRecord Record)> CountingMembers(DateTimeOffset now)
    {
        _countingMembers.Bind(1, now.ToUnixTimeMilliseconds());
        while (_countingMembers.Step())
        {
            yield return (LedgerKeys.Member(_countingMembers.Long(0)), LedgerEncoding.ReadRecord(_countingMembers.Bytes(1).ToArray()));
        }
    }

    /// <summary>Puts a record in the place of the version it was made from. False when that is no longer there.</summary>
    public bool SwapMember(MemberKey member, long version, MemberRecord next, byte[] record)
    {
        var statement = version == 0 ? _addMember : _swapMember.Bind(5, version);
        return statement.Bind(1, LedgerKeys.Number(member))
            .Bind(2, next.Version)
            .Bind(3, next.CountsUntil.ToUnixTimeMilliseconds())
            .Bind(4, record)
            .Execute() == 1;
    }

    /// <summary>Appends to the history, and puts the grant where lists find it.</summary>
    public void AddEntry(MemberKey member, Grant? grant, byte[] entry)
    {
        _addEntry.Bind(1, LedgerKeys.Number(member)).Bind(2, grant?.Number ?? 0).Bind(3, entry).Execute();
        if (grant is not null)
        {
            PutGrant(member, new GrantRow(grant));
        }
    }

    public void PutGrant(MemberKey member, GrantRow row) =>
        _putGrant.Bind(1, LedgerKeys.Number(member))
            .Bind(2, row.Grant.Number)
            .Bind(3, row.Grant.Terms.PartnerId)
            .Bind(4, row.Grant.Terms.VenueId)
            .Bind(5, row.Grant.Terms.PerkId)
            .Bind(6, (long)row.Grant.State)
            .Bind(7, row.Opened)
            .Bind(8, row.Due)
            .Bind(9, row.Ends)
            .Bind(10, (long)row.EndsAs)
            .Bind(11, row.Settled)
            .Bind(12, row.Grant.Terms.Units)
            .Bind(13, row.Second)
            .Execute();

    public long FindClaim(string terminal) => One(_findClaim.Bind(1, LedgerKeys.OfTerminal(terminal)), static row => row.Long(0));

    public void PutClaim(ClaimMark claim) => _putClaim.Bind(1, LedgerKeys.OfTerminal(claim.Terminal)).Bind(2, claim.Position).Execute();

    public ItemHolder? FindItem(ItemRef item) => One(_findItem.Bind(1, LedgerKeys.Of(item)), static row =>
        (ItemHolder?)new ItemHolder(LedgerKeys.Member(row.Long(0)), row.Long(1), GrantRow.Time(row.Long(2))));

    /// <summary>Takes an item, also over from a hold past its time. False when another live grant holds it.</summary>
    public bool TakeItem(MemberKey member, ItemHold hold, DateTimeOffset now) =>
        _takeItem.Bind(1, LedgerKeys.Of(hold.Item))
            .Bind(2, LedgerKeys.Number(member))
            .Bind(3, hold.Grant)
            .Bind(4, hold.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue)
            .Bind(5, now.ToUnixTimeMilliseconds())
            .Execute() == 1;

    public void FreeItem(MemberKey member, ItemHold hold) =>
        _freeItem.Bind(1, LedgerKeys.Of(hold.Item)).Bind(2, LedgerKeys.Number(member)).Bind(3, hold.Grant).Execute();

    public ReceiptNeighbours FindReceipts(in ReceiptSighting receipt)
    {
        var known = default(ReceiptNeighbours);
        _findReceipts.Bind(1, LedgerKeys.OfTerminal(receipt.Terminal)).Bind(2, receipt.Sequence);
        while (_findReceipts.Step())
        {
            known = ReceiptRow.Add(known, receipt, _findReceipts.Long(0), _findReceipts.Long(1), _findReceipts.Bytes(2));
        }

        return known;
    }

    /// <summary>Remembers a receipt; of two with the same number the first stays.</summary>
    public void PutReceipt(in ReceiptSighting receipt) =>
        _putReceipt.Bind(1, LedgerKeys.OfTerminal(receipt.Terminal))
            .Bind(2, receipt.Sequence)
            .Bind(3, receipt.Time.ToUnixTimeMilliseconds())
            .Bind(4, ReceiptRow.Write(receipt.Digest))
            .Execute();

    /// <summary>Keeps the place of a revoked token, and forgets those of tokens that are over.</summary>
    public void PutRevokedPlace(RevokedPlace place, DateTimeOffset now)
    {
        _dropRevokedPlaces.Bind(1, now.ToUnixTimeMilliseconds()).Execute();
        _putRevokedPlace.Bind(1, (long)place.Signer.Value).Bind(2, place.Index).Bind(3, place.Until.ToUnixTimeMilliseconds()).Execute();
    }

    public void Dispose()
    {
        SqliteStatement[] all =
        [
            _touch, _begin, _commit, _rollback, _mark, _keepMark, _backToMark, _findRequest, _putRequest, _dropRequests, _findMember,
            _countingMembers, _addMember, _swapMember, _addEntry, _findItem, _takeItem, _freeItem,
            _putGrant, _findClaim, _putClaim, _findReceipts, _putReceipt, _putRevokedPlace, _dropRevokedPlaces,
        ];
        Array.ForEach(all, statement => statement.Dispose());
    }

    private static T? One<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        try
        {
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }
}

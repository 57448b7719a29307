using System.Buffers.Binary;
using System.Data.Common;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>Former keys as rows, in words that both stores understand.</summary>
internal static class FormerKeyRows
{
    public const string Read = "SELECT former, member, tag_key, tag_check, since FROM former_keys";

    /// <summary>A moment may have come from a clock that is ahead: what was opened a day later counts as opened before.</summary>
    private const string Opened = "g.opened < f.since + 86400000";

    /// <summary>Nothing that was sealed under the former key can still lead anywhere: no grant from before, and nothing that is contested.</summary>
    private const string NothingLeft =
        $"NOT EXISTS (SELECT 1 FROM grants g WHERE g.member = f.member AND {Opened}) AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.member = f.member)";

    /// <summary>One stretch of the table, in the order of its key: where it ends, and how many rows it has. No row where there are none.</summary>
    public const string Stretch = """
        SELECT former, count(*) OVER () FROM (SELECT former FROM former_keys WHERE former > @after ORDER BY former LIMIT @most) AS s
        ORDER BY former DESC LIMIT 1
        """;

    /// <summary>Of a stretch, what is old enough and leads nowhere any more.</summary>
    public const string LetGo =
        $"DELETE FROM former_keys AS f WHERE f.former > @after AND f.former <= @last AND f.since < @before AND {NothingLeft}";

    /// <summary>Of a member who has left, what leads nowhere any more, whatever its age.</summary>
    public const string LetGoOf = $"DELETE FROM former_keys AS f WHERE f.member = @member AND {NothingLeft}";

    public static FormerKeyRow Of(DbDataReader row) => new(
        BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(0)),
        LedgerKeys.Member(row.GetInt64(1)),
        new MemberTag(LedgerKeys.Member(row.GetInt64(2)), unchecked((ulong)row.GetInt64(3))),
        row.GetInt64(4));

    public static byte[] Write(UInt128 former)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, former);
        return bytes;
    }

    /// <summary>Where a sweep stands after a stretch.</summary>
    public static FormerKeySweep SweepOf(int letGo, object? last, long rows, int most) =>
        new(letGo, rows == most && last is byte[] bytes ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : null);
}

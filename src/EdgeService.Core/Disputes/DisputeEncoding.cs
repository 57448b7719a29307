using System.Formats.Cbor;
using EdgeService.Core.Changes;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Disputes;

/// <summary>A dispute as ledgers store it: one array of deterministic CBOR, its version first. Times are milliseconds since 1970.</summary>
public static class DisputeEncoding
{
    private const int Version = 1;
    private const int Fields = 16;

    public static byte[] Write(MemberDispute dispute)
    {
        var (writer, subject) = (new CborWriter(CborConformanceMode.Canonical), dispute.Subject);
        writer.WriteStartArray(Fields);
        writer.WriteInt32(Version);
        writer.WriteInt64(dispute.Number);
        writer.WriteUInt64(dispute.Member.Key.Value);
        writer.WriteUInt64(dispute.Member.Check);
        writer.WriteInt32((int)subject.Kind);
        WriteBan(writer, subject.Ban);
        writer.WriteByteString(subject.DecisionId.Span);
        writer.WriteTextString(subject.PartnerId);
        writer.WriteTextString(dispute.Statement);
        writer.WriteTextString(dispute.Language);
        writer.WriteInt64(dispute.OpenedAt.ToUnixTimeMilliseconds());
        writer.WriteInt64(dispute.Deadline.ToUnixTimeMilliseconds());
        writer.WriteInt32((int)dispute.State);
        writer.WriteTextString(dispute.Resolution?.Reason ?? "");
        writer.WriteTextString(dispute.Resolution?.Actor ?? "");
        WriteEnd(writer, dispute.Resolution);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <exception cref="FormatException">The bytes are no dispute, or one of a later version.</exception>
    public static MemberDispute Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            var dispute = reader.ReadInt32() == Version ? Read(reader) : throw new FormatException("A dispute of a version that is not known here.");
            reader.ReadEndArray();
            return dispute;
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("The bytes are no dispute.", fault);
        }
    }

    private static MemberDispute Read(CborReader reader)
    {
        var dispute = new MemberDispute
        {
            Number = reader.ReadInt64(),
            Member = new(new(reader.ReadUInt64()), reader.ReadUInt64()),
            Subject = new((DisputeKind)reader.ReadInt32(), ReadBan(reader), reader.ReadByteString(), reader.ReadTextString()),
            Statement = reader.ReadTextString(),
            Language = reader.ReadTextString(),
            OpenedAt = ReadTime(reader),
            Deadline = ReadTime(reader),
        };
        var (state, reason, actor) = ((DisputeState)reader.ReadInt32(), reader.ReadTextString(), reader.ReadTextString());
        reader.ReadStartArray();
        var (at, lifted) = (ReadTime(reader), reader.ReadBoolean());
        reader.ReadEndArray();
        return state == DisputeState.Open ? dispute : dispute with { Resolution = new(state == DisputeState.Upheld, reason, actor, at, lifted) };
    }

    private static void WriteBan(CborWriter writer, BanName? ban)
    {
        writer.WriteStartArray(ban is null ? 0 : 3);
        if (ban is { } name)
        {
            writer.WriteInt32((int)name.Sector);
            writer.WriteInt32((int)name.Scope);
            writer.WriteInt64(name.From?.ToUnixTimeMilliseconds() ?? long.MinValue);
        }

        writer.WriteEndArray();
    }

    private static BanName? ReadBan(CborReader reader)
    {
        BanName? ban = null;
        if (reader.ReadStartArray() > 0)
        {
            var (sector, scope, from) = ((Sector)reader.ReadInt32(), (BanScope)reader.ReadInt32(), reader.ReadInt64());
            ban = new(sector, scope, from == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(from));
        }

        reader.ReadEndArray();
        return ban;
    }

    private static void WriteEnd(CborWriter writer, DisputeResolution? resolution)
    {
        writer.WriteStartArray(2);
        writer.WriteInt64(resolution?.At.ToUnixTimeMilliseconds() ?? 0);
        writer.WriteBoolean(resolution?.Lifted ?? false);
        writer.WriteEndArray();
    }

    private static DateTimeOffset ReadTime(CborReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
}

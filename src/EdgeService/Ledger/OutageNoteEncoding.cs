using System.Formats.Cbor;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The journal's records, each a CBOR array whose first number says which: 1 a note, 2 that what waited under a request is settled, 3 an answer by
/// which nothing was granted. What is granted stands in a note as the entry that would tell of it, so that its form is the ledger's own.
/// </summary>
internal static class OutageNoteEncoding
{
    private const int Note = 1;
    private const int Settled = 2;
    private const int Refusal = 3;
    private const int NoteFields = 10;
    private const int RefusalFields = 8;

    public static byte[] Write(OutageAnswered record) => record switch
    {
        OutageNote note => Write(note),
        OutageRefusal refusal => Write(refusal),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "not a record of an outage"),
    };

    private static byte[] Write(OutageNote note)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(NoteFields);
        writer.WriteInt32(Note);
        WriteRequest(writer, note);
        writer.WriteInt64(note.Expires.ToUnixTimeMilliseconds());
        writer.WriteBoolean(note.CountsOnce);
        writer.WriteByteString(note.Reply);
        writer.WriteByteString(LedgerEncoding.Write(EntryOf(note)));
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] Write(OutageRefusal refusal)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(RefusalFields);
        writer.WriteInt32(Refusal);
        WriteRequest(writer, refusal);
        writer.WriteInt64(refusal.At.ToUnixTimeMilliseconds());
        writer.WriteByteString(refusal.Reply);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void WriteRequest(CborWriter writer, OutageAnswered record)
    {
        writer.WriteTextString(record.Request.Caller);
        writer.WriteTextString(record.Request.Method);
        writer.WriteByteString(record.Request.RequestId.ToByteArray());
        writer.WriteByteString(record.Request.BodyDigest.Span);
        writer.WriteUInt64(record.Member.Value);
    }

    public static byte[] WriteSettled(byte[] key)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(2);
        writer.WriteInt32(Settled);
        writer.WriteByteString(key);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads any record: what was answered, or the key of a request of which nothing waits any more.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (OutageAnswered? Record, byte[]? SettledKey) Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            var reader = new CborReader(record, CborConformanceMode.Canonical);
            var fields = reader.ReadStartArray();
            (OutageAnswered?, byte[]?) read = (reader.ReadInt32(), fields) switch
            {
                (Note, NoteFields) => (ReadNote(reader), null),
                (Refusal, RefusalFields) => (ReadRefusal(reader), null),
                (Settled, 2) => (null, reader.ReadByteString()),
                (var kind, _) => throw new FormatException($"record {kind} with {fields} fields is not known here"),
            };
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? read : throw new FormatException("bytes left over");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("not a record of an outage", fault);
        }
    }

    private static OutageNote ReadNote(CborReader reader)
    {
        var (request, member) = (ReadRequest(reader), new MemberKey(reader.ReadUInt64()));
        var (expires, once) = (DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()), reader.ReadBoolean());
        var reply = reader.ReadByteString();
        var entry = LedgerEncoding.ReadEntry(reader.ReadByteString());
        return new OutageNote
        {
            Request = request,
            Member = member,
            At = entry.Transition.At,
            Terms = entry.Grant?.Terms ?? throw new FormatException("a note that grants nothing"),
            Actor = entry.Transition.Actor,
            Token = entry.Token,
            Expires = expires,
            CountsOnce = once,
            Reply = reply,
        };
    }

    private static OutageRefusal ReadRefusal(CborReader reader) => new()
    {
        Request = ReadRequest(reader),
        Member = new MemberKey(reader.ReadUInt64()),
        At = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
        Reply = reader.ReadByteString(),
    };

    private static LedgerRequest ReadRequest(CborReader reader)
    {
        var (caller, method, requestId) = (reader.ReadTextString(), reader.ReadTextString(), new Guid(reader.ReadByteString()));
        return new LedgerRequest(caller, method, requestId, reader.ReadByteString());
    }

    private static LedgerEntry EntryOf(OutageNote note)
    {
        var transition = new Transition(GrantState.Opening, note.At, note.Actor, "");
        var grant = new Grant { Number = 0, Terms = note.Terms, State = GrantState.Opening, Token = note.Token, Transitions = [transition], OpenedAt = note.At };
        return new LedgerEntry(EntryKind.Granted, 0, note.At, transition, grant, note.Token);
    }
}

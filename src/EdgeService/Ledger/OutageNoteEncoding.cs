using System.Formats.Cbor;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The journal's two records, each a CBOR array whose first number says which: 1 a note, 2 that the note of a request is settled. What is
/// granted stands in a note as the entry that would tell of it, so that its form is the ledger's own.
/// </summary>
internal static class OutageNoteEncoding
{
    private const int Note = 1;
    private const int Settled = 2;
    private const int NoteFields = 10;

    public static byte[] Write(OutageNote note)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(NoteFields);
        writer.WriteInt32(Note);
        writer.WriteTextString(note.Request.Caller);
        writer.WriteTextString(note.Request.Method);
        writer.WriteByteString(note.Request.RequestId.ToByteArray());
        writer.WriteByteString(note.Request.BodyDigest.Span);
        writer.WriteUInt64(note.Member.Value);
        writer.WriteInt64(note.Expires.ToUnixTimeMilliseconds());
        writer.WriteBoolean(note.CountsOnce);
        writer.WriteByteString(note.Reply);
        writer.WriteByteString(LedgerEncoding.Write(EntryOf(note)));
        writer.WriteEndArray();
        return writer.Encode();
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

    /// <summary>Reads either record: a note, or the key of a request whose note is settled.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static (OutageNote? Note, byte[]? SettledKey) Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            var reader = new CborReader(record, CborConformanceMode.Canonical);
            var fields = reader.ReadStartArray();
            (OutageNote?, byte[]?) read = (reader.ReadInt32(), fields) switch
            {
                (Note, NoteFields) => (ReadNote(reader), null),
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
        var (caller, method, requestId) = (reader.ReadTextString(), reader.ReadTextString(), new Guid(reader.ReadByteString()));
        var request = new LedgerRequest(caller, method, requestId, reader.ReadByteString());
        var (member, expires, once) = (new MemberKey(reader.ReadUInt64()), DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()), reader.ReadBoolean());
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

    private static LedgerEntry EntryOf(OutageNote note)
    {
        var transition = new Transition(GrantState.Opening, note.At, note.Actor, "");
        var grant = new Grant { Number = 0, Terms = note.Terms, State = GrantState.Opening, Token = note.Token, Transitions = [transition], OpenedAt = note.At };
        return new LedgerEntry(EntryKind.Granted, 0, note.At, transition, grant, note.Token);
    }
}

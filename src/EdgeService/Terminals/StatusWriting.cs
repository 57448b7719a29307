using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Flow;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Status lists on the wire.</summary>
public static class StatusWriting
{
    private const int EntrySize = KeyId.Size + sizeof(ulong);

    public static readonly EdgeFault Unknown = new(FaultReason.StatusListUnknown, "No key of that id is on the key list. Fetch the key list first.");

    private static readonly EdgeFault NoCursor = new(FaultReason.CursorInvalid, "The cursor is none of this method. Begin again without one.");

    public static Wire.StatusList Write(PublishedStatus status) => new()
    {
        KeyId = TokenWriting.Write(status.Key),
        Token = UnsafeByteOperations.UnsafeWrap(status.Token),
        Uri = status.List.Subject,
        IssueTime = status.List.IssuedAt.ToTimestamp(),
        RefreshTime = (status.List.IssuedAt + status.List.TimeToLive).ToTimestamp(),
        ExpireTime = status.List.ExpiresAt.ToTimestamp(),
    };

    /// <summary>What a reader has: of each key the mark of the list it was sent.</summary>
    public static ByteString Cursor(IReadOnlyList<PublishedStatus> lists)
    {
        var cursor = new byte[lists.Count * EntrySize];
        for (var place = 0; place < lists.Count; place++)
        {
            var entry = cursor.AsSpan(place * EntrySize, EntrySize);
            lists[place].Key.Write(entry[..KeyId.Size]);
            new KeyId(lists[place].Mark).Write(entry[KeyId.Size..]);
        }

        return UnsafeByteOperations.UnsafeWrap(cursor);
    }

    /// <exception cref="EdgeFaultException">The bytes are no cursor.</exception>
    public static HashSet<(KeyId Key, ulong Mark)> ReadCursor(ByteString cursor)
    {
        if (cursor.Length % EntrySize != 0)
            throw new EdgeFaultException(NoCursor);
        return [.. cursor.ToByteArray().Chunk(EntrySize).Select(entry => (KeyId.Read(entry.AsSpan(0, KeyId.Size)), KeyId.Read(entry.AsSpan(KeyId.Size)).Value))];
    }
}

using System.Formats.Cbor;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>A COSE_Sign1 as the platform's canonical writer writes it again, after the platform's canonical reader has read it.</summary>
internal static class PlatformCbor
{
    private const CborTag CoseSign1 = (CborTag)18;

    public static byte[] Rewritten(byte[] message)
    {
        var reader = new CborReader(message, CborConformanceMode.Canonical);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Assert.Equal(CoseSign1, reader.ReadTag());
        writer.WriteTag(CoseSign1);
        writer.WriteStartArray(reader.ReadStartArray());
        writer.WriteByteString(Whole(reader.ReadByteString()));
        Copy(reader, writer);
        writer.WriteByteString(Whole(reader.ReadByteString()));
        writer.WriteByteString(reader.ReadByteString());
        reader.ReadEndArray();
        writer.WriteEndArray();
        Assert.Equal(0, reader.BytesRemaining);
        return writer.Encode();
    }

    private static byte[] Whole(byte[] item)
    {
        var reader = new CborReader(item, CborConformanceMode.Canonical);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Copy(reader, writer);
        Assert.Equal(0, reader.BytesRemaining);
        return writer.Encode();
    }

    private static void Copy(CborReader reader, CborWriter writer)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var pairs = reader.ReadStartMap()!.Value;
                writer.WriteStartMap(pairs);
                for (var item = 0; item < 2 * pairs; item++) Copy(reader, writer);
                reader.ReadEndMap();
                writer.WriteEndMap();
                break;
            case CborReaderState.StartArray:
                var items = reader.ReadStartArray()!.Value;
                writer.WriteStartArray(items);
                for (var item = 0; item < items; item++) Copy(reader, writer);
                reader.ReadEndArray();
                writer.WriteEndArray();
                break;
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                writer.WriteInt64(reader.ReadInt64());
                break;
            case CborReaderState.TextString:
                writer.WriteTextString(reader.ReadTextString());
                break;
            default:
                writer.WriteByteString(reader.ReadByteString());
                break;
        }
    }
}

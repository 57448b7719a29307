using System.Collections.Immutable;
using System.Formats.Cbor;

namespace EdgeService.Core.Grants;

/// <summary>The shapes of field that the ledger's arrays are made of: times, spans, lists, and what may be absent.</summary>
internal static class CborFields
{
    public static void WriteTime(this CborWriter writer, DateTimeOffset time) => writer.WriteInt64(time.ToUnixTimeMilliseconds());

    public static void WriteSpan(this CborWriter writer, TimeSpan span) => writer.WriteInt64(span.Ticks / TimeSpan.TicksPerMillisecond);

    public static void WriteAll<T>(this CborWriter writer, ImmutableArray<T> items, Action<CborWriter, T> write)
    {
        writer.WriteStartArray(items.Length);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    public static void WriteOptional<T>(this CborWriter writer, T? value, Action<CborWriter, T> write)
        where T : class
    {
        if (value is null)
        {
            writer.WriteNull();
        }
        else
        {
            write(writer, value);
        }
    }

    public static void WriteOptional<T>(this CborWriter writer, T? value, Action<CborWriter, T> write)
        where T : struct
    {
        if (value is { } present)
        {
            write(writer, present);
        }
        else
        {
            writer.WriteNull();
        }
    }

    public static DateTimeOffset ReadTime(this CborReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());

    public static TimeSpan ReadSpan(this CborReader reader) => TimeSpan.FromMilliseconds(reader.ReadInt64());

    public static void ReadStartArray(this CborReader reader, int fields)
    {
        if (reader.ReadStartArray() is var length && length != fields)
        {
            throw new FormatException($"{length} fields instead of {fields}");
        }
    }

    /// <summary>Begins an array that has either of two lengths: as it was first stored, or with what was added later. True for the latter.</summary>
    public static bool ReadStartArray(this CborReader reader, int first, int later)
    {
        var length = reader.ReadStartArray();
        return length == later || (length == first ? false : throw new FormatException($"{length} fields instead of {first} or {later}"));
    }

    public static ImmutableArray<T> ReadAll<T>(this CborReader reader, Func<CborReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>(reader.ReadStartArray() ?? 0);
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(read(reader));
        }

        reader.ReadEndArray();
        return items.DrainToImmutable();
    }

    public static T? ReadOptional<T>(this CborReader reader, Func<CborReader, T> read)
        where T : class => IsNull(reader) ? null : read(reader);

    public static T? ReadOptionalValue<T>(this CborReader reader, Func<CborReader, T> read)
        where T : struct => IsNull(reader) ? null : read(reader);

    private static bool IsNull(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.Null)
        {
            return false;
        }

        reader.ReadNull();
        return true;
    }
}

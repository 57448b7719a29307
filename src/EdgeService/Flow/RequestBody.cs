using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;

namespace EdgeService.Flow;

/// <summary>
/// The resolved body of a write in one deterministic form: the same request gives the same bytes, whatever order a client sends a map in
/// and however the member was named. Every part carries its length, so that no two requests run together.
/// </summary>
public sealed class RequestBody
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public RequestBody Add(MemberKey member) => Add((long)member.Value);

    public RequestBody Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        _bytes.Write(bytes);
        return this;
    }

    public RequestBody Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public RequestBody Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A moment, or that there is none.</summary>
    public RequestBody Add(DateTimeOffset? moment) => Add(moment?.UtcTicks ?? -1);

    public RequestBody Add(ImmutableArray<string> items)
    {
        Add(items.Length);
        foreach (var item in items)
            Add(item);
        return this;
    }

    public RequestBody Add(ImmutableArray<NamedValue> attributes)
    {
        Add(attributes.Length);
        foreach (var attribute in attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal))
            Add(attribute.Name).Add((long)attribute.Value.Type).Add(attribute.Value.TextValue ?? "").Add(attribute.Value.NumberValue);
        return this;
    }

    public RequestBody Add(Money? amount) => Add(amount?.Currency ?? "").Add(amount?.MinorUnits ?? 0);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}

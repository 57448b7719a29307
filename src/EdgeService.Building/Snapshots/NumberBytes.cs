using System.Buffers.Binary;
using System.Text;

namespace EdgeService.Building.Snapshots;

/// <summary>Tables of a file as bytes: 4-byte little-endian numbers, and the "count, offsets, things" shape of partners and consent sets.</summary>
internal static class NumberBytes
{
    public static byte[] Of(ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), numbers[i]);
        }

        return bytes;
    }

    /// <summary>Partner names: the count, count + 1 offsets into the text, the text.</summary>
    public static byte[] OfPartners(IReadOnlyList<string> names)
    {
        var text = names.Select(Encoding.ASCII.GetBytes).ToArray();
        return [.. Of(Offsets([.. text.Select(name => name.Length)])), .. text.SelectMany(name => name)];
    }

    /// <summary>Consent sets: the count, count + 1 offsets counted in contracts, the contracts.</summary>
    public static byte[] OfConsentSets(IReadOnlyList<uint[]> sets) =>
        [.. Of(Offsets([.. sets.Select(set => set.Length)])), .. Of([.. sets.SelectMany(set => set)])];

    private static uint[] Offsets(int[] lengths)
    {
        var offsets = new uint[lengths.Length + 2];
        offsets[0] = (uint)lengths.Length;
        for (var i = 0; i < lengths.Length; i++)
        {
            offsets[i + 2] = offsets[i + 1] + (uint)lengths[i];
        }

        return offsets;
    }
}

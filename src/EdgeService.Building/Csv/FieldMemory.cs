using System.Diagnostics.CodeAnalysis;

namespace EdgeService.Building.Csv;

/// <summary>
/// Remembers what a field's text was read as. Most members share a few consent texts, so that most fields are read once and then only compared.
/// </summary>
internal sealed class FieldMemory(FieldMemory.Reading read)
{
    private const int Capacity = 1 << 18;

    private readonly Dictionary<byte[], int> _known = new(new ByteComparer());
    private byte[] _last = [];
    private int _lastNumber;

    /// <summary>Number of a text never met before, or what is wrong with it.</summary>
    public delegate (int Number, string Problem) Reading(ReadOnlySpan<byte> field);

    public int NumberOf(ReadOnlySpan<byte> field, ref LineProblems problems)
    {
        if (field.SequenceEqual(_last))
        {
            return _lastNumber;
        }

        var lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(field, out var text, out var number))
        {
            (number, var problem) = read(field);
            if (problem.Length > 0)
            {
                problems.Add(problem);
                return 0;
            }

            text = field.ToArray();
            if (_known.Count < Capacity)
            {
                _known.Add(text, number);
            }
        }

        (_last, _lastNumber) = (text, number);
        return number;
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

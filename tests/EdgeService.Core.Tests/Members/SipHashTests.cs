using System.Buffers.Binary;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Members;

public class SipHashTests
{
    [Fact]
    public void Published_vectors_of_0_to_63_bytes_agree()
    {
        var lines = File.ReadLines("Vectors/siphash-2-4.txt").Where(line => !line.StartsWith('#')).ToArray();
        var input = Enumerable.Range(0, 64).Select(number => (byte)number).ToArray();
        var key0 = BinaryPrimitives.ReadUInt64LittleEndian(input);
        var key1 = BinaryPrimitives.ReadUInt64LittleEndian(input.AsSpan(8));

        Assert.Equal(64, lines.Length);
        for (var length = 0; length < lines.Length; length++)
        {
            var expected = BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(lines[length]));
            Assert.Equal(expected, SipHash.Of(key0, key1, input.AsSpan(0, length)));
        }
    }
}

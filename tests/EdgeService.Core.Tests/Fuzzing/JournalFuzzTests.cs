using System.Buffers.Binary;
using EdgeService.Building.Journals;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Journal files: of changes, of outages, of terminals that were cut off.</summary>
[Collection(OneByOne.Name)]
public sealed class JournalFuzzTests
{
    private static readonly byte[][] Records = [.. Enumerable.Range(0, 12).Select(number => new FuzzRandom((ulong)number).Bytes(number * 37))];

    [Fact]
    public void Damaged_journal_gives_back_what_was_written_up_to_the_damage_or_nothing()
    {
        var target = new FuzzTarget("journal", [Journal()], new ByteMutation("PFRM"u8.ToArray(), new byte[512]), input =>
        {
            List<byte[]> replayed = [];
            var outcome = Read(input, replayed);
            Assert.InRange(replayed.Count, 0, Records.Length);
            for (var i = 0; i < replayed.Count; i++) Assert.Equal(Records[i], replayed[i]);
            return replayed.Count == Records.Length ? outcome + ", whole" : outcome;
        })
        { MostBytes = 1 << 20 };

        Assert.True(FuzzRun.Run(target, brief: 3_000, full: 300_000).ContainsKey("damaged") || FuzzLength.IsSingle);
    }

    /// <summary>Checksums keep out accidents, not people: what carries good ones must still be read without harm.</summary>
    [Fact]
    public void Journal_with_its_checksums_put_right_does_no_harm()
    {
        var target = new FuzzTarget("journal-resealed", [Journal()], new WrappedMutation(bytes => bytes, new ByteMutation("PFRM"u8.ToArray()), Resealed), input => Read(input, [])) { MostBytes = 1 << 20 };

        Assert.True(FuzzRun.Run(target, brief: 3_000, full: 300_000).ContainsKey("damaged") || FuzzLength.IsSingle);
    }

    private static string Read(byte[] input, List<byte[]> replayed)
    {
        try
        {
            using var file = new MemoryStream(input);
            var end = JournalReading.Read(file, "fuzzed", record => replayed.Add(record.ToArray()));
            Assert.Equal(input.Length, end.Offset + end.TornBytes);
            return end.TornBytes == 0 ? "read" : "torn";
        }
        catch (JournalDamagedException damaged)
        {
            Assert.InRange(damaged.Offset, 0, input.Length);
            return "damaged";
        }
    }

    private static byte[] Journal()
    {
        var bytes = new List<byte>(JournalHeader.Write());
        for (var frame = 0; frame < 4; frame++) bytes.AddRange(JournalFrame.Write(frame + 1, [.. Records.Skip(frame * 3).Take(3).Select(record => (ReadOnlyMemory<byte>)record)]));
        return [.. bytes];
    }

    /// <summary>Puts every checksum right that stands where one belongs, as far as lengths can be followed.</summary>
    private static byte[] Resealed(byte[] bytes)
    {
        if (bytes.Length >= JournalHeader.Bytes) Seal(bytes, 0, 12);
        for (var at = JournalHeader.Bytes; at + JournalFrame.HeaderBytes <= bytes.Length;)
        {
            Seal(bytes, at, 16);
            var payload = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            if (payload > bytes.Length - at - JournalFrame.HeaderBytes - JournalFrame.TrailerBytes) break;
            Seal(bytes, at, JournalFrame.HeaderBytes + (int)payload);
            at += JournalFrame.HeaderBytes + (int)payload + JournalFrame.TrailerBytes;
        }

        return bytes;
    }

    private static void Seal(byte[] bytes, int at, int count) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + count), Crc32C.Of(bytes.AsSpan(at, count)));
}

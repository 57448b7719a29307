using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>Offsets beyond 2 and 4 GiB, in a file that takes next to no room: between header and sections lie gigabytes of zeros that nobody wrote.</summary>
public sealed class LargeSnapshotTests(SignedSample signed) : IClassFixture<SignedSample>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0x8000_0000L - SnapshotFormat.ChunkBytes)]
    [InlineData(0x1_0000_0000L - SnapshotFormat.ChunkBytes)]
    [InlineData(0x1_2000_0000L)]
    public void Members_are_found_on_either_side_of_and_beyond_a_boundary(long gap)
    {
        var path = Path.Combine(_folder.FullName, "large.snap");
        Write(path, gap);

        Assert.True(SnapshotFile.TryServe(path, signed.Trust, out var file, out var refusal), refusal?.Detail);
        using (file)
        {
            Assert.All(signed.Sample.Model, member =>
            {
                Assert.True(file.View.TryFind(member.Key, out var found));
                Assert.Equal((member.Value.Score, member.Value.Bans.Count), (found.Score, found.Bans.Count));
            });
            Assert.InRange(file.View.Chunks.Verified, 2, 30);
        }
    }

    [Fact]
    public void Damage_beyond_4_GiB_is_noticed()
    {
        var path = Path.Combine(_folder.FullName, "large.snap");
        const long Gap = 0x1_2000_0000L;
        Write(path, Gap);
        using (var stream = File.OpenWrite(path))
        {
            stream.Position = Gap + (3 * SnapshotFormat.ChunkBytes / 2);
            stream.WriteByte(0xA5);
        }

        Assert.True(SnapshotFile.TryServe(path, signed.Trust, out var file, out _));
        using (file)
        {
            Assert.Throws<SnapshotDamagedException>(() => signed.Sample.Model.Keys.Count(key => file.View.TryFind(key, out _)));
        }
    }

    /// <summary>The sample with <paramref name="gap"/> bytes put before its second byte of data, so to speak: header at 0, everything once more after the gap.</summary>
    private void Write(string path, long gap)
    {
        Assert.True(SnapshotFooter.TryRead(signed.Bytes.AsSpan(^SnapshotFormat.FooterBytes..), signed.Bytes.Length, out var footer));
        var data = signed.Bytes.AsSpan(0, (int)footer.DataLength).ToArray();
        Move(data.AsSpan((int)footer.Metadata.Offset), gap);
        var first = new byte[SnapshotFormat.ChunkBytes];
        data.AsSpan(0, SnapshotFormat.HeaderBytes).CopyTo(first);
        var table = TableOf(first, gap / SnapshotFormat.ChunkBytes, data);
        var moved = footer with
        {
            DataLength = gap + data.Length,
            Metadata = footer.Metadata with { Offset = footer.Metadata.Offset + gap },
            ChunkTableHash = SHA256.HashData(table),
        };
        using var stream = File.Create(path);
        stream.Write(first);
        stream.SetLength(gap);
        stream.Position = gap;
        stream.Write(data);
        stream.Write(table);
        stream.Write(signed.FooterOf(moved));
    }

    private static void Move(Span<byte> metadata, long by)
    {
        Assert.True(SnapshotMetadata.TryRead(metadata, out var read));
        var sections = read.Sections.Select(section => section with { Offset = section.Offset + by });
        (read with { Sections = [.. sections] }).ToBytes().CopyTo(metadata);
    }

    private static byte[] TableOf(byte[] first, long chunksBefore, byte[] data)
    {
        var zeros = SHA256.HashData(new byte[SnapshotFormat.ChunkBytes]);
        using var table = new MemoryStream();
        table.Write(SHA256.HashData(first));
        for (var chunk = 1; chunk < chunksBefore; chunk++)
        {
            table.Write(zeros);
        }

        foreach (var chunk in data.Chunk(SnapshotFormat.ChunkBytes))
        {
            table.Write(SHA256.HashData(chunk));
        }

        return table.ToArray();
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

public sealed class SnapshotSealTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SampleMembers _sample = SampleMembers.Draw(12_000, seed: 4);
    private readonly SnapshotTrust _trust;
    private readonly byte[] _file;

    public SnapshotSealTests()
    {
        _trust = new SnapshotTrust([_key.ExportSubjectPublicKeyInfo()]);
        _file = _sample.BuildBytes(_key);
    }

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Signed_file_is_accepted() => Assert.Null(new PinnedSnapshot(_file).Verify(_trust));

    [Fact]
    public void Flipped_bit_anywhere_is_refused()
    {
        var snapshot = new PinnedSnapshot(_file);
        var random = new Random(1_000);
        for (var i = 0; i < 1_000; i++)
        {
            var bit = random.Next(snapshot.Length * 8);
            Flip(snapshot, bit);
            Assert.NotNull(snapshot.Verify(_trust));
            Flip(snapshot, bit);
        }

        Assert.Null(snapshot.Verify(_trust));
    }

    [Fact]
    public void Flipped_bit_in_header_table_or_footer_is_refused()
    {
        var snapshot = new PinnedSnapshot(_file);
        var bits = Enumerable.Range(0, 64 * 8).Concat(Enumerable.Range((snapshot.Length - 400) * 8, 400 * 8));
        foreach (var bit in bits)
        {
            Flip(snapshot, bit);
            Assert.NotNull(snapshot.Verify(_trust));
            Flip(snapshot, bit);
        }
    }

    [Fact]
    public void File_cut_short_at_any_length_is_refused()
    {
        var lengths = Enumerable.Range(0, 300).Concat(Enumerable.Range(_file.Length - 300, 300)).Concat(Enumerable.Range(1, 500).Select(i => i * 97));
        foreach (var length in lengths.Where(length => length < _file.Length))
        {
            var refusal = new PinnedSnapshot(_file.AsSpan(0, length)).Verify(_trust);
            Assert.Contains(refusal?.Fault, new SnapshotFault?[] { SnapshotFault.CutShort, SnapshotFault.NotASnapshot });
        }
    }

    [Fact]
    public void File_with_bytes_after_its_end_is_refused() =>
        Assert.Equal(SnapshotFault.CutShort, new PinnedSnapshot([.. _file, 0]).Verify(_trust)?.Fault);

    [Fact]
    public void Signature_of_another_key_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(SnapshotFault.UnknownKey, new PinnedSnapshot(_sample.BuildBytes(other)).Verify(_trust)?.Fault);
    }

    [Fact]
    public void Unsigned_file_is_refused() =>
        Assert.Equal(SnapshotFault.Unsigned, new PinnedSnapshot(_sample.BuildBytes(null)).Verify(_trust)?.Fault);

    [Fact]
    public void Newer_major_version_is_refused_by_name()
    {
        var snapshot = new PinnedSnapshot(_file);
        BinaryPrimitives.WriteUInt16LittleEndian(snapshot.Bytes[8..], SnapshotFormat.MajorVersion + 1);

        Assert.Equal(SnapshotFault.NewerVersion, snapshot.Verify(_trust)?.Fault);
        Assert.Equal(SnapshotFault.NewerVersion, snapshot.TryOpen(out _)?.Fault);
    }

    [Fact]
    public void Unknown_required_feature_is_refused()
    {
        var snapshot = new PinnedSnapshot(_file);
        snapshot.Bytes[(int)snapshot.Footer().Metadata.Offset + 48] = 1;

        Assert.Equal(SnapshotFault.UnknownFeature, snapshot.TryOpen(out _)?.Fault);
    }

    [Fact]
    public void Hostile_bytes_without_a_signature_check_never_lead_outside_the_file()
    {
        var keys = _sample.Model.Keys.Take(400).ToArray();
        var metadataAt = (int)new PinnedSnapshot(_file).Footer().Metadata.Offset;
        var random = new Random(77);
        for (var round = 0; round < 1_000; round++)
        {
            var snapshot = new PinnedSnapshot(_file);
            for (var change = 0; change < 1 + random.Next(40); change++)
            {
                // Half of the changes fall into the metadata and the tables before them, where they do most harm.
                var at = random.Next(2) == 0 ? metadataAt - 3_000 + random.Next(3_300) : random.Next(metadataAt);
                snapshot.Bytes[at] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            if (snapshot.TryOpen(out var view) is null)
            {
                Assert.All(keys, key => view!.TryFind(key, out _));
                view!.TryFind(new MemberKey((ulong)random.NextInt64()), out _);
            }
        }
    }

    private static void Flip(PinnedSnapshot snapshot, int bit) => snapshot.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));
}

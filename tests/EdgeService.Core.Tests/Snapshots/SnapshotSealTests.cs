using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

public sealed class SnapshotSealTests(SnapshotSealTests.SignedFile signed) : IClassFixture<SnapshotSealTests.SignedFile>
{
    private readonly SnapshotTrust _trust = signed.Trust;
    private readonly byte[] _file = signed.Bytes;

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
        var bits = Enumerable.Range(0, 64 * 8).Concat(Enumerable.Range((snapshot.Length - 300) * 8, 300 * 8));
        foreach (var bit in bits.Where(bit => bit % 5 == 0))
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

        Assert.Equal(SnapshotFault.UnknownKey, new PinnedSnapshot(signed.Sample.BuildBytes(other)).Verify(_trust)?.Fault);
    }

    [Fact]
    public void Unsigned_file_is_refused() =>
        Assert.Equal(SnapshotFault.Unsigned, new PinnedSnapshot(signed.Sample.BuildBytes(null)).Verify(_trust)?.Fault);

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
        snapshot.Bytes[(int)snapshot.Footer().Metadata.Offset + 48] = 4;

        Assert.Equal(SnapshotFault.UnknownFeature, snapshot.TryOpen(out _)?.Fault);
    }

    [Fact]
    public void Hostile_bytes_without_a_signature_check_never_lead_outside_the_file()
    {
        var keys = signed.Sample.Model.Keys.Take(2_000).ToArray();
        var snapshot = new PinnedSnapshot(_file);
        var random = new Random(77);
        var places = new PinnedSnapshot(_file).Open().Metadata.Sections.Append(snapshot.Footer().Metadata).Where(place => place.Length > 0).ToArray();
        for (var round = 0; round < 400; round++)
        {
            _file.CopyTo(snapshot.Bytes);
            var place = places[random.Next(places.Length)];
            for (var change = 0; change < 1 + random.Next(40); change++)
            {
                snapshot.Bytes[(int)(place.Offset + random.NextInt64(place.Length))] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            if (snapshot.TryOpen(out var view) is null)
            {
                Assert.All(keys, key => view!.TryFind(key, out _));
            }
        }
    }

    [Fact]
    public void Directory_that_points_outside_the_entries_finds_nobody()
    {
        var snapshot = new PinnedSnapshot(_file);
        var view = snapshot.Open();
        var directory = view.Metadata[SectionKind.Directory];
        for (var at = 0; at < directory.Length; at += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(snapshot.Bytes[(int)(directory.Offset + at)..], 0xF000_0000 + (uint)at);
        }

        Assert.All(signed.Sample.Model.Keys, key => Assert.False(view.TryFind(key, out _)));
    }

    private static void Flip(PinnedSnapshot snapshot, int bit) => snapshot.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));

    public sealed class SignedFile : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public SignedFile()
        {
            Trust = new SnapshotTrust([_key.ExportSubjectPublicKeyInfo()]);
            Bytes = Sample.BuildBytes(_key);
        }

        public SnapshotTrust Trust { get; }

        public byte[] Bytes { get; }

        internal SampleMembers Sample { get; } = SampleMembers.Draw(9_000, seed: 4);

        public void Dispose() => _key.Dispose();
    }
}

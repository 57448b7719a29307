using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Snapshot files between two pages that nobody may touch: a read outside the file would end the run.</summary>
[Collection(OneByOne.Name)]
public sealed class SnapshotFuzzTests : IDisposable
{
    private readonly SampleMembers _sample = SampleMembers.Draw(300, seed: 9);
    private readonly KeptSigner _signer = new();
    private readonly SnapshotTrust _trust;
    private readonly byte[] _file;
    private readonly MemberKey[] _members;
    private PinnedSnapshot _pinned;

    public SnapshotFuzzTests()
    {
        _trust = new SnapshotTrust([_signer.Key.ExportSubjectPublicKeyInfo()]);
        _file = _sample.BuildBytes(_signer.Key);
        _members = [.. _sample.Model.Keys.Take(40), new MemberKey(0), new MemberKey(ulong.MaxValue)];
        _pinned = new PinnedSnapshot(_file);
    }

    public void Dispose() => _signer.Key.Dispose();

    [Fact]
    public void Changed_file_is_never_answered_from()
    {
        var target = new FuzzTarget("snapshot-signed", [_file], new AnyMutation(Mutation(), new ByteMutation()), input =>
        {
            if (Pinned(input).TryServe(_trust, out var view) is { } refusal) return refusal.Fault.ToString();
            try
            {
                foreach (var member in _members) AssertAsBuilt(view!, member);
                return input.AsSpan().SequenceEqual(_file) ? "unchanged" : "not yet met";
            }
            catch (SnapshotDamagedException)
            {
                return "damaged";
            }
        });

        Assert.True(FuzzRun.Run(target, brief: 1_500, full: 200_000).ContainsKey("Damaged") || FuzzLength.IsSingle);
    }

    /// <summary>The parser behind the seal: whoever holds the key, or a fault in the builder, can put anything there.</summary>
    [Fact]
    public void Hostile_file_with_a_good_seal_leads_nowhere_outside_it()
    {
        var target = new FuzzTarget("snapshot-resealed", [_file], new WrappedMutation(bytes => bytes, Mutation(), Resealed), input =>
        {
            if (Pinned(input).TryServe(_trust, out var view) is { } refusal) return refusal.Fault.ToString();
            return WalkThrough(view!);
        });

        Assert.True(FuzzRun.Run(target, brief: 800, full: 100_000).ContainsKey("walked through") || FuzzLength.IsSingle);
    }

    /// <summary>The same without a seal, which tools that only look at a file do not ask for; many more of them in the same time.</summary>
    [Fact]
    public void Hostile_file_that_is_only_looked_at_leads_nowhere_outside_it()
    {
        var target = new FuzzTarget("snapshot-looked-at", [_file], Mutation(), input =>
            Pinned(input).TryOpen(out var view) is { } refusal ? refusal.Fault.ToString() : WalkThrough(view!));

        Assert.True(FuzzRun.Run(target, brief: 3_000, full: 800_000).ContainsKey("walked through") || FuzzLength.IsSingle);
    }

    private SnapshotMutation Mutation()
    {
        var view = _pinned.Open();
        var extents = view.Metadata.Sections.Append(_pinned.Footer().Metadata).Where(extent => extent.Length > 0).Select(extent => ((int)extent.Offset, (int)extent.Length));
        return new([(0, SnapshotFormat.HeaderBytes), (_file.Length - SnapshotFormat.FooterBytes, SnapshotFormat.FooterBytes), .. extents]);
    }

    private string WalkThrough(SnapshotView view)
    {
        foreach (var member in _members) view.TryFind(member, out _);
        view.FindMany(_members, new Standing?[_members.Length]);
        for (long i = 0; i < Math.Min(view.BucketCount, 64); i++) view.BucketAt(i);
        for (long i = 0; i < Math.Min(view.Metadata.MemberCount, 64); i++) view.EntryAt(i);
        for (var i = 0; i < Math.Min(view.ConsentSetCount, 64); i++) view.ConsentSetAt(i);
        for (long i = 0; i < Math.Min(view.ReplacementCount, 64); i++) view.ReplacementAt(i);
        for (long i = 0; i < Math.Min(view.AliasCount, 64); i++) view.AliasAt(i);
        foreach (var member in _members) view.TryFindAlias(new AliasTag(member.Value, 1), out _);
        foreach (var member in _members) view.KeyOf(new MemberTag(member, 1));
        return "walked through";
    }

    private void AssertAsBuilt(SnapshotView view, MemberKey member)
    {
        var found = view.TryFind(member, out var standing);
        Assert.Equal(_sample.Model.TryGetValue(member, out var built), found);
        if (found) Assert.Equal((built.Score, built.Tier, built.CourtListed, built.PaymentLineOpen), (standing.Score, standing.Tier, standing.CourtListed, standing.PaymentLineOpen));
    }

    /// <summary>Memory is mapped anew only for files of another length.</summary>
    private PinnedSnapshot Pinned(byte[] input)
    {
        if (_pinned.Length != input.Length) _pinned = new PinnedSnapshot(input);
        input.CopyTo(_pinned.Bytes);
        return _pinned;
    }

    /// <summary>Puts hashes and signature right where there is a footer that says where they belong.</summary>
    private byte[] Resealed(byte[] file)
    {
        var footerAt = file.Length - SnapshotFormat.FooterBytes;
        if (footerAt < 0 || !SnapshotFooter.TryRead(file.AsSpan(footerAt), file.Length, out var footer)) return file;
        var table = file.AsSpan((int)footer.DataLength, (int)footer.ChunkTableLength);
        for (var chunk = 0; chunk < footer.ChunkCount; chunk++)
        {
            var start = chunk * SnapshotFormat.ChunkBytes;
            SHA256.HashData(file.AsSpan(start, Math.Min(SnapshotFormat.ChunkBytes, (int)footer.DataLength - start)), table[(chunk * SnapshotFormat.HashBytes)..]);
        }

        var sealedFooter = footer with { ChunkTableHash = SHA256.HashData(table), KeyId = SnapshotTrust.KeyIdOf(_signer.Key.ExportSubjectPublicKeyInfo()) };
        sealedFooter.WriteSignedPart(file.AsSpan(footerAt));
        _signer.Key.SignData(file.AsSpan(footerAt, SnapshotFormat.SignedFooterBytes), HashAlgorithmName.SHA256).CopyTo(file, footerAt + SnapshotFormat.SignedFooterBytes);
        return file;
    }
}

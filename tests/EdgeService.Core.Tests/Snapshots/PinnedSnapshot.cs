using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>A snapshot file in an array that the collector does not move.</summary>
internal sealed unsafe class PinnedSnapshot
{
    private readonly byte[] _bytes;

    public PinnedSnapshot(ReadOnlySpan<byte> file)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(1, file.Length), pinned: true);
        file.CopyTo(_bytes);
        Length = file.Length;
    }

    public int Length { get; }

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    private byte* Start
    {
        get
        {
            fixed (byte* start = _bytes)
            {
                return start;
            }
        }
    }

    public SnapshotRefusal? Verify(SnapshotTrust trust) => SnapshotSeal.Verify(Start, Length, trust);

    public SnapshotRefusal? TryOpen(out SnapshotView? view) => SnapshotView.TryOpen(Start, Length, out view, out var refusal) ? null : refusal;

    public SnapshotView Open()
    {
        var refusal = TryOpen(out var view);
        Assert.Null(refusal);
        return view!;
    }

    public SnapshotFooter Footer()
    {
        Assert.True(SnapshotFooter.TryRead(Bytes[^SnapshotFormat.FooterBytes..], Length, out var footer));
        return footer;
    }
}

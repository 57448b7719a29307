using System.Runtime.CompilerServices;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>A snapshot file in memory that does not move, between two pages that nobody may touch: a read outside the file ends the test run.</summary>
internal sealed unsafe class PinnedSnapshot
{
    private static readonly ConditionalWeakTable<SnapshotView, GuardedMemory> KeptFor = [];

    private readonly GuardedMemory _memory;

    public PinnedSnapshot(ReadOnlySpan<byte> file)
    {
        _memory = new GuardedMemory(file.Length);
        Length = file.Length;
        file.CopyTo(Bytes);
    }

    public int Length { get; }

    public Span<byte> Bytes => new(_memory.Start, Length);

    public SnapshotRefusal? Verify(SnapshotTrust trust)
    {
        var refusal = SnapshotSeal.Verify(_memory.Start, Length, trust);
        GC.KeepAlive(_memory);
        return refusal;
    }

    /// <summary>The memory stays for as long as the view is referred to.</summary>
    public SnapshotRefusal? TryOpen(out SnapshotView? view)
    {
        if (!SnapshotView.TryOpen(_memory.Start, Length, out view, out var refusal))
        {
            return refusal;
        }

        KeptFor.AddOrUpdate(view, _memory);
        return null;
    }

    /// <summary>As an edge opens a mapped file: signature and table of hashes first, every chunk before anything is read from it.</summary>
    public SnapshotRefusal? TryServe(SnapshotTrust trust, out SnapshotView? view)
    {
        view = null;
        if (SnapshotSeal.VerifyFooter(_memory.Start, Length, trust, out var footer) is { } broken)
        {
            return broken;
        }

        if (!SnapshotView.TryOpen(_memory.Start, Length, footer!, VerifiedChunks.None(_memory.Start, footer!), out view, out var refusal))
        {
            return refusal;
        }

        KeptFor.AddOrUpdate(view, _memory);
        return null;
    }

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

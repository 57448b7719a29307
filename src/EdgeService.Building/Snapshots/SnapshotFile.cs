using System.Diagnostics.CodeAnalysis;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>One opened snapshot file. Its view may be used until the file is disposed of, and not a moment longer.</summary>
public sealed unsafe class SnapshotFile : IDisposable
{
    /// <summary>Files up to this size are copied into memory when opened; larger ones are mapped.</summary>
    public const long DefaultCopyUpToBytes = 256L << 20;

    private readonly SnapshotMemory _memory;

    private SnapshotFile(SnapshotMemory memory, SnapshotView view, ulong keyId, SnapshotRefusal? seal)
    {
        _memory = memory;
        View = view;
        KeyId = keyId;
        Seal = seal;
    }

    public SnapshotView View { get; }

    /// <summary>The key that signed the file; 0 when unsigned.</summary>
    public ulong KeyId { get; }

    /// <summary>Null when the file is whole and signed by a trusted key; otherwise why it must not be served from.</summary>
    public SnapshotRefusal? Seal { get; }

    /// <summary>Opens a file whose every byte is signed by a trusted key, and no other.</summary>
    public static bool TryOpen(
        string path,
        SnapshotTrust trust,
        [NotNullWhen(true)] out SnapshotFile? file,
        [NotNullWhen(false)] out SnapshotRefusal? refusal,
        long copyUpToBytes = DefaultCopyUpToBytes)
    {
        if (!TryInspect(path, trust, out file, out refusal, copyUpToBytes))
        {
            return false;
        }

        if (file.Seal is null)
        {
            return true;
        }

        refusal = file.Seal;
        file.Dispose();
        file = null;
        return false;
    }

    /// <summary>
    /// Opens a file to be served from. One that is copied is verified whole; of one that is mapped only the signature and what all members
    /// share, so that it serves at once at any size: each further chunk is verified before anything is read from it.
    /// </summary>
    public static bool TryServe(
        string path,
        SnapshotTrust trust,
        [NotNullWhen(true)] out SnapshotFile? file,
        [NotNullWhen(false)] out SnapshotRefusal? refusal,
        long copyUpToBytes = DefaultCopyUpToBytes)
    {
        file = null;
        if (!TryMap(path, copyUpToBytes, out var memory, out refusal))
        {
            return false;
        }

        refusal = SnapshotSeal.VerifyFooter(memory.Start, memory.Length, trust, out var footer);
        if (refusal is null)
        {
            var chunks = VerifiedChunks.None(memory.Start, footer!);
            refusal = memory.IsMapped ? null : SnapshotSeal.VerifyRest(chunks);
            if (refusal is null && SnapshotView.TryOpen(memory.Start, memory.Length, footer!, chunks, out var view, out refusal))
            {
                file = new SnapshotFile(memory, view, footer!.KeyId, null);
                return true;
            }
        }

        memory.Dispose();
        return false;
    }

    /// <summary>Opens any file that can be read at all, to be looked at; <see cref="Seal"/> says whether it could be served.</summary>
    public static bool TryInspect(
        string path,
        SnapshotTrust trust,
        [NotNullWhen(true)] out SnapshotFile? file,
        [NotNullWhen(false)] out SnapshotRefusal? refusal,
        long copyUpToBytes = DefaultCopyUpToBytes)
    {
        file = null;
        if (!TryMap(path, copyUpToBytes, out var memory, out refusal))
        {
            return false;
        }

        var seal = SnapshotSeal.Verify(memory.Start, memory.Length, trust);
        if (!SnapshotView.TryOpen(memory.Start, memory.Length, out var view, out refusal))
        {
            // A broken seal says more than the broken layout that follows from it.
            refusal = seal ?? refusal;
            memory.Dispose();
            return false;
        }

        _ = SnapshotSeal.ReadFooter(memory.Start, memory.Length, out var footer);
        file = new SnapshotFile(memory, view, footer!.KeyId, seal);
        return true;
    }

    public void Dispose() => _memory.Dispose();

    private static bool TryMap(
        string path, long copyUpToBytes, [NotNullWhen(true)] out SnapshotMemory? memory, [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        memory = null;
        refusal = null;
        try
        {
            memory = SnapshotMemory.Of(path, copyUpToBytes);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            refusal = new(SnapshotFault.Unreadable, $"The file cannot be read: {unreadable.Message}");
            return false;
        }
    }
}

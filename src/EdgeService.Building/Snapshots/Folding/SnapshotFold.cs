using System.Diagnostics;
using EdgeService.Building.Files;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Folding;

/// <summary>What a fold made.</summary>
public sealed record FoldReport(long Members, long Entered, long Left, long Changed, long FileBytes, TimeSpan Elapsed)
{
    /// <summary>Cards and documents in the file.</summary>
    public long Aliases { get; init; }
}

/// <summary>
/// The next snapshot from one and the changes after it, without the input: goes over the members once, in the order of their keys.
/// Directory and table of consents are carried on as they are and grow; a build from the input fits them anew.
/// </summary>
public sealed class SnapshotFold
{
    private const int TellEvery = 1 << 20;

    /// <summary>What a member who enters may take, consents of his own included.</summary>
    private const int MostBytesAChange = 256;

    private readonly SnapshotView _before;
    private readonly LoggedChanges _changes;
    private readonly StandingTables _tables = new();
    private long _aliases;

    private SnapshotFold(SnapshotView before, LoggedChanges changes)
    {
        (_before, _changes) = (before, changes);
        CarryConsents();
    }

    private long NeededBytes => _before.FileLength + (_changes.Members.Count * (long)MostBytesAChange);

    /// <param name="before">The earlier snapshot; stays open meanwhile.</param>
    /// <param name="changes">What its log says.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="heading">What the file says of itself.</param>
    /// <param name="signer">Null leaves the file unsigned.</param>
    /// <param name="options">How to go about it; replacements are carried on whatever it says.</param>
    /// <exception cref="SnapshotDamagedException">A part of the earlier snapshot is not what was signed.</exception>
    /// <exception cref="InvalidDataException">The earlier snapshot holds a member or a consent set that cannot be read.</exception>
    /// <exception cref="IOException">The disk is full, or there is such a file and it is not to be replaced.</exception>
    public static FoldReport Run(
        SnapshotView before, LoggedChanges changes, string path, SnapshotHeading heading, SnapshotSigner? signer, BuildOptions options)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(changes);
        return new SnapshotFold(before, changes).Write(path, heading, signer, options);
    }

    private FoldReport Write(string path, SnapshotHeading heading, SnapshotSigner? signer, BuildOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        var folder = FolderOf(path);
        if (options.FreeBytes(folder) < NeededBytes)
        {
            throw Full(folder, options, null);
        }

        var members = _changes.Members.Values;
        var entered = members.LongCount(member => member is { WasEnrolled: false, After: not null });
        var left = members.LongCount(member => member is { WasEnrolled: true, After: null });
        var count = _before.Metadata.MemberCount + entered - left;
        try
        {
            WriteFile(path, count, heading, signer, options);
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            throw Full(folder, options, full);
        }

        var changed = members.LongCount(member => member is { WasEnrolled: true, After: not null });
        return new FoldReport(count, entered, left, changed, new FileInfo(path).Length, Stopwatch.GetElapsedTime(started)) { Aliases = _aliases };
    }

    private void WriteFile(string path, long count, SnapshotHeading heading, SnapshotSigner? signer, BuildOptions options)
    {
        using var part = PartFile.Begin(path, options.Overwrite);
        var split = new KeySplit(_before.Metadata.DirectoryBits);
        var placing = ConsentPlacing.InOrder(_tables.ConsentSets.Count);
        using var writing = new SnapshotWriting(part.Stream, count, split, _tables, placing, options.TemporaryFolder ?? FolderOf(path));
        Merge(writing, new PhaseCount(options, "folding", _before.Metadata.MemberCount, "members"));
        writing.Finish(heading with { ChangesThrough = _changes.Through }, Replacements.Of(_before), signer, WriteAliases);
        part.Commit();
    }

    private void Merge(SnapshotWriting writing, PhaseCount phase)
    {
        var cursor = new MemberCursor(_before);
        using var changes = _changes.Members.GetEnumerator();
        var hasChange = changes.MoveNext();
        while (cursor.MoveNext())
        {
            for (; hasChange && changes.Current.Key < cursor.Prefix; hasChange = changes.MoveNext())
            {
                Add(writing, changes.Current.Value);
            }

            if (hasChange && changes.Current.Key == cursor.Prefix)
            {
                Add(writing, changes.Current.Value);
                hasChange = changes.MoveNext();
            }
            else
            {
                Carry(writing, cursor);
            }

            if (cursor.Ordinal % TellEvery == 0)
            {
                phase.Add(TellEvery);
            }
        }

        for (; hasChange; hasChange = changes.MoveNext())
        {
            Add(writing, changes.Current.Value);
        }
    }

    private void WriteAliases(Action<AliasTag, MemberKey> take) => _changes.Aliases.Write(_changes.IsEnrolled, (tag, member) =>
    {
        _aliases++;
        take(tag, member);
    });

    private static void Add(SnapshotWriting writing, ChangedMember member)
    {
        if (member.After is { } standing)
        {
            writing.Add(member.Key, standing);
        }
    }

    private void Carry(SnapshotWriting writing, MemberCursor cursor)
    {
        if (cursor.Entry.ConsentIndex != SnapshotEntry.InDetails)
        {
            writing.Add(cursor.Bucket, cursor.Entry);
        }
        else if (_before.TryFind(cursor.Prefix, out var standing))
        {
            writing.Add(cursor.Prefix, standing);
        }
        else
        {
            throw new InvalidDataException("The snapshot says of a member what cannot be read.");
        }
    }

    /// <summary>Sets keep their places, so that most entries stay as they are; those that changes bring come after them.</summary>
    private void CarryConsents()
    {
        for (var index = 0; index < _before.ConsentSetCount; index++)
        {
            if (_before.ConsentSetAt(index) is not { } set || _tables.NumberOf(set.Contracts) != index)
            {
                throw new InvalidDataException($"Consent set {index} of the snapshot cannot be read, or stands there twice.");
            }
        }

        foreach (var member in _changes.Members.Values)
        {
            _ = member.After is { } standing ? _tables.NumberOf(standing.Consents.Contracts) : 0;
        }
    }

    private DiskFullException Full(string folder, BuildOptions options, IOException? failure) => new(
        $"Not enough room on the disk. The next snapshot needs about {DiskSpace.InWords(NeededBytes)} in {folder}; "
        + $"{DiskSpace.InWords(options.FreeBytes(folder))} are free. Nothing was left behind.",
        failure);

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}

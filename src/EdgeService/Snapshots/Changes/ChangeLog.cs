using EdgeService.Building.Journals;
using EdgeService.Core.Changes;

namespace EdgeService.Snapshots.Changes;

/// <summary>
/// The changes this edge has acknowledged and no snapshot kept here holds, on disk. In memory are only their digests, 8 bytes each. The caller
/// serialises all calls.
/// </summary>
public sealed class ChangeLog : IDisposable
{
    public const string FileName = "changes.log";

    /// <summary>Of heartbeats only the last counts; so many may gather before the others are let go.</summary>
    private const int MaxHeartbeats = 10_000;

    private readonly ChangeDigests _digests = new();
    private readonly AppendOnlyLog _log;
    private readonly string _path;
    private int _heartbeats;

    private ChangeLog(string path, ActLog acts)
    {
        (_path, Acts) = (path, acts);
        _log = AppendOnlyLog.Open(path, record => Note(Read(path, record)));
    }

    /// <summary>What members did themselves, in a file of its own beside this one.</summary>
    public ActLog Acts { get; }

    /// <summary>Which revisions are here.</summary>
    public ChangeCoverage Coverage { get; private set; } = ChangeCoverage.Empty;

    /// <summary>Bytes of the file.</summary>
    public long Length => _log.Length;

    /// <summary>Opens the log of a folder, or makes both.</summary>
    /// <exception cref="JournalHeldException">Another edge has this folder.</exception>
    /// <exception cref="JournalDamagedException">Something acknowledged cannot be read.</exception>
    public static ChangeLog Open(string folder)
    {
        var acts = ActLog.Open(folder);
        try
        {
            return new(Path.GetFullPath(Path.Combine(folder, FileName)), acts);
        }
        catch
        {
            acts.Dispose();
            throw;
        }
    }

    /// <summary>What an applied change said; null where it is not known any more.</summary>
    public ulong? DigestOf(long revision) => _digests.Of(revision);

    /// <summary>Writes changes, and up to when nothing else has changed; returns when the disk has all of it.</summary>
    /// <exception cref="IOException">The disk is full or failed: nothing was written.</exception>
    public void Append(IReadOnlyList<StandingChange> changes, Heartbeat? heartbeat)
    {
        ChangeRecord[] records = [.. changes.Select(change => new ChangeMade(change)), .. heartbeat is null ? Array.Empty<ChangeRecord>() : [heartbeat]];
        _log.Append([.. records.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);
        foreach (var record in records)
            Note(record);
        if (_heartbeats > MaxHeartbeats)
            LetGoOfHeartbeats();
    }

    /// <summary>Hands out every record in order.</summary>
    /// <exception cref="JournalDamagedException">The file was damaged since it was opened.</exception>
    public void Replay(Action<ChangeRecord> take) => JournalReading.Read(_path, record => take(Read(_path, record)));

    /// <summary>Lets go of changes up to <paramref name="through"/>, which snapshots hold by now.</summary>
    /// <exception cref="IOException">The disk is full or failed: the file is longer than it need be, until the next time.</exception>
    public void DropThrough(long through)
    {
        if (!Coverage.Runs.Any(run => run.First <= through))
            return;

        // Ahead of the file: whatever becomes of its replacement, nothing is called here that may be gone.
        Coverage = new(through, [.. Coverage.Runs.Where(run => run.Last > through).Select(run => run with { First = Math.Max(run.First, through + 1) })]);
        _digests.DropThrough(through);
        Rewrite(through);
    }

    public void Dispose()
    {
        _log.Dispose();
        Acts.Dispose();
    }

    /// <summary>What was appended is on disk by now and stays acknowledged, whether there is room for a shorter file or not.</summary>
    private void LetGoOfHeartbeats()
    {
        _heartbeats = 0;
        try
        {
            Rewrite(Coverage.DroppedThrough);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The file is longer than it need be.
        }
    }

    private void Rewrite(long through)
    {
        List<ReadOnlyMemory<byte>> kept = [ChangeEncoding.Write(new ChangesDropped(through))];
        Heartbeat? last = null;
        JournalReading.Read(_path, record =>
        {
            var read = Read(_path, record);
            if (read is ChangeMade { Change: var change } && change.Revision > through)
                kept.Add(record.ToArray());
            last = read as Heartbeat ?? last;
        });
        if (last is not null)
            kept.Add(ChangeEncoding.Write(last));
        _log.Replace(kept);
        _heartbeats = 0;
    }

    private void Note(ChangeRecord record)
    {
        switch (record)
        {
            case ChangeMade made:
                Coverage = Coverage.With(made.Change.Revision);
                _digests.Add(made.Change.Revision, ChangeEncoding.DigestOf(ChangeEncoding.Write(made)));
                break;
            case ChangesDropped dropped:
                Coverage = new(dropped.Through, []);
                break;
            case Heartbeat:
                _heartbeats++;
                break;
            default:
                throw new InvalidDataException($"{_path} holds a record that is not one of changes.");
        }
    }

    /// <summary>One record of a log.</summary>
    /// <exception cref="InvalidDataException">It was written by a later version.</exception>
    internal static ChangeRecord Read(string path, ReadOnlyMemory<byte> record)
    {
        try
        {
            return ChangeEncoding.Read(record);
        }
        catch (FormatException unknown)
        {
            throw new InvalidDataException($"{path} holds a record that this version cannot read: {unknown.Message} Run the version that wrote it.", unknown);
        }
    }
}

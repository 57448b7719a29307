using System.Globalization;
using EdgeService.Building.Files;
using EdgeService.Building.Journals;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>By which keys members are known now.</summary>
/// <param name="SecretCheck">Tells the member secret in use from others.</param>
/// <param name="AreThere">Whether former keys are known at all; asked only where something stands under another secret.</param>
/// <param name="CurrentOf">The key that a member has now, of any that the member had; null for a key that is nobody's.</param>
public sealed record KnownKeys(ulong SecretCheck, Func<bool> AreThere, Func<MemberKey, MemberKey?> CurrentOf);

/// <summary>What a book held when it was looked at.</summary>
/// <param name="Gathered">Records that came last.</param>
/// <param name="SortedThrough">When the latest was of all that is in files, in milliseconds since 1970; 0 where there is none.</param>
internal sealed record BookedBefore(ReadOnlyMemory<byte> Gathered, long SortedThrough);

/// <summary>
/// Who asked about whom, on disk: what came last in a journal and in memory, the rest in sorted files, each written once and found in by a few reads. The
/// oldest file goes when all in it is past its retention, or when there is no room for it.
/// </summary>
public sealed class AccessBook : IDisposable
{
    private const string Pattern = "*.run";
    private static readonly TimeSpan LongestGathered = TimeSpan.FromDays(1);

    private readonly Lock _using = new();
    private readonly AccessOptions _options;
    private readonly GatheredAccesses _gathered;
    private readonly AppendOnlyLog _journal;
    private readonly List<AccessRun> _runs = [];
    private long? _completeSince;

    private AccessBook(AccessOptions options)
    {
        (_options, _gathered) = (options, new GatheredAccesses(options.Gathered));
        _journal = AppendOnlyLog.Open(Path.Combine(options.Folder, "gathered.log"), record => _gathered.Add(record.Span));
    }

    private string CompleteSinceFile => Path.Combine(_options.Folder, "complete-since");

    /// <param name="options">Where it is, and how long what is kept.</param>
    /// <param name="keys">What its members must be known by; null takes them as they are.</param>
    /// <exception cref="JournalHeldException">Another edge has this folder.</exception>
    /// <exception cref="InvalidDataException">A file cannot be read, or stands under a member secret that cannot be told from.</exception>
    public static AccessBook Open(AccessOptions options, KnownKeys? keys = null)
    {
        var book = new AccessBook(options);
        try
        {
            book.Rekey(keys);
            book.Load();
            return book;
        }
        catch
        {
            book.Dispose();
            throw;
        }
    }

    /// <summary>What is in it now.</summary>
    internal BookedBefore Before()
    {
        lock (_using)
        {
            return new(_gathered.Copy(), _runs.Count > 0 ? _runs[0].Latest : 0);
        }
    }

    /// <summary>Takes accesses in; they are on disk when this returns.</summary>
    /// <param name="records">What came, in any order, one record after the other.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="IOException">The disk is full or failed: none was taken in.</exception>
    internal void Append(ReadOnlyMemory<byte> records, DateTimeOffset now)
    {
        lock (_using)
        {
            _journal.Append([records]);
            _gathered.Add(records.Span);
            if (_gathered.IsFull)
                TryTend(now);
        }
    }

    /// <summary>One page of a member's accesses, the latest first.</summary>
    /// <param name="member">The member.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="most">Most on the page.</param>
    /// <param name="now">The moment.</param>
    /// <param name="common">What edges have put together about the member, and is told with what is here; null for this edge's alone.</param>
    public AccessPage Read(MemberKey member, AccessCursor? after, int most, DateTimeOffset now, CommonAccesses? common = null)
    {
        var from = (now - _options.Retention).ToUnixTimeMilliseconds();
        lock (_using)
        {
            var found = new List<Access>(common?.Accesses ?? []);
            _gathered.Collect(member, found);
            foreach (var run in _runs)
            {
                // Files are the latest first: what is in the next ones is older than a page that is full.
                if (Shown(found, from, after).Skip(most).FirstOrDefault() is { At: > 0 } next && run.Latest < next.At)
                    break;
                run.Collect(member, found);
            }

            var page = Shown(found, from, after).Take(most + 1).ToList();
            var accesses = page.Take(most).ToList();
            return new(accesses, page.Count > most ? CursorAfter(accesses, after) : null, CompleteSince(from, common?.MissingThrough ?? 0));
        }
    }

    /// <summary>Forgets what was noted about a member up to a moment. On disk when this returns.</summary>
    /// <param name="member">The member.</param>
    /// <param name="through">The moment, in milliseconds since 1970; what came later stays.</param>
    /// <exception cref="IOException">The disk failed: some may be left, and erasing again finishes it.</exception>
    public void Erase(MemberKey member, long through)
    {
        lock (_using)
        {
            _gathered.Erase(member, through);
            _journal.Replace(_gathered.Records);
            foreach (var run in _runs)
                run.Erase(member, through);
        }
    }

    /// <summary>Notes that something could not be taken in.</summary>
    public void Miss(DateTimeOffset now)
    {
        lock (_using)
        {
            IsIncompleteBefore(now.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Makes a file of what has been gathered long enough, and lets go of what is past its time or has no room.</summary>
    public void Tend(DateTimeOffset now)
    {
        lock (_using)
        {
            TryTend(now);
        }
    }

    public void Dispose()
    {
        _journal.Dispose();
        _runs.ForEach(run => run.Dispose());
    }

    /// <summary>
    /// Brings everything under the member secret in use, unless it is: file after file, each replaced at once, so that a kill in between leaves it to be
    /// done again. Of whom no key is known nothing is kept, and members are told from when on nothing is missing.
    /// </summary>
    private void Rekey(KnownKeys? keys)
    {
        if (keys is null || SecretStamp.IsOf(_options.Folder, keys.SecretCheck))
            return;
        if (!keys.AreThere())
            throw new InvalidDataException($"{_options.Folder} stands under another member secret, and the ledger, which knows the former keys, does not answer. Start again when it does.");
        foreach (var path in Directory.GetFiles(_options.Folder, Pattern))
            DroppedOne(AccessRun.Rekey(path, keys.CurrentOf));
        DroppedOne(_gathered.Rekey(keys.CurrentOf));
        _journal.Replace(_gathered.Records);
        SecretStamp.Write(_options.Folder, keys.SecretCheck);
    }

    private void DroppedOne(long? latest)
    {
        if (latest is { } moment)
            IsIncompleteBefore(moment);
    }

    private void Load()
    {
        foreach (var path in Directory.GetFiles(_options.Folder, Pattern))
            _runs.Add(AccessRun.Open(path));
        _runs.Sort((one, other) => other.Latest.CompareTo(one.Latest));
        if (File.Exists(CompleteSinceFile) && long.TryParse(File.ReadAllText(CompleteSinceFile), NumberStyles.None, CultureInfo.InvariantCulture, out var since))
            _completeSince = since;
    }

    private void TryTend(DateTimeOffset now)
    {
        try
        {
            if (_gathered.IsFull || _gathered.Earliest < (now - LongestGathered).ToUnixTimeMilliseconds())
                Sort();
            LetGo(now);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The disk is full: what is gathered stays in the journal and in memory, and the next time tries again.
        }
    }

    /// <summary>Killed between the two steps, an access is in both places: reading tells that by its decision id, which none shares.</summary>
    private void Sort()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_gathered.Earliest:d15}-{Guid.NewGuid():N}.run");
        _runs.Insert(0, AccessRun.Write(Path.Combine(_options.Folder, name), _gathered));
        _runs.Sort((one, other) => other.Latest.CompareTo(one.Latest));
        _journal.Replace([]);
        _gathered.Clear();
    }

    private void LetGo(DateTimeOffset now)
    {
        var from = (now - _options.Retention).ToUnixTimeMilliseconds();
        while (_runs.Count > 0 && (_runs[^1].Latest < from || _runs.Sum(run => run.Bytes) > _options.MostBytes))
        {
            var oldest = _runs[^1];
            if (oldest.Latest >= from)
                IsIncompleteBefore(oldest.Latest);
            _runs.RemoveAt(_runs.Count - 1);
            oldest.Dispose();
            File.Delete(oldest.Path);
        }
    }

    private void IsIncompleteBefore(long moment)
    {
        if (moment <= _completeSince)
            return;
        _completeSince = moment;
        try
        {
            File.WriteAllText(CompleteSinceFile, moment.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // Known until the process ends.
        }
    }

    private DateTimeOffset? CompleteSince(long from, long missingThrough) =>
        Math.Max(_completeSince ?? 0, missingThrough) is var since && since > from ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null;

    /// <summary>What a page after the cursor may show, the latest first.</summary>
    private static IEnumerable<Access> Shown(List<Access> found, long from, AccessCursor? after)
    {
        var ordered = found.Where(access => access.At >= from && (after is null || access.At <= after.Value.At))
            .DistinctBy(access => Convert.ToHexString(access.DecisionId.Span))
            .OrderByDescending(access => access.At)
            .ThenBy(access => Convert.ToHexString(access.DecisionId.Span), StringComparer.Ordinal);
        return after is { } cursor ? ordered.Where((access, place) => access.At < cursor.At || place >= cursor.Skip) : ordered;
    }

    private static AccessCursor CursorAfter(List<Access> page, AccessCursor? after)
    {
        var last = page[^1].At;
        return new(last, page.Count(access => access.At == last) + (after is { } cursor && cursor.At == last ? cursor.Skip : 0));
    }
}

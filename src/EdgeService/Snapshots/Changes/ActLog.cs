using EdgeService.Building.Journals;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;

namespace EdgeService.Snapshots.Changes;

/// <summary>
/// What members did themselves, as far as no later change has settled it: on disk, and by member in memory. The ledger keeps the whole history; this
/// is what the edge needs when the ledger is out of reach. The caller serialises all calls.
/// </summary>
public sealed class ActLog : IDisposable
{
    public const string FileName = "acts.log";

    /// <summary>So many records that count no more may gather, and as many again as count, before the file is written anew.</summary>
    private const int MostSettled = 4096;

    private readonly Dictionary<MemberTag, ActArrived[]> _byMember = [];
    private readonly AppendOnlyLog _log;
    private readonly string _path;
    private int _kept;
    private int _records;

    private ActLog(string path)
    {
        _path = path;
        _log = AppendOnlyLog.Open(path, record => Note(ChangeLog.Read(path, record)));
    }

    /// <summary>Number of the last act that came; 0 for none.</summary>
    public long Through { get; private set; }

    /// <summary>Members with an act that counts.</summary>
    public IEnumerable<MemberTag> Members => _byMember.Keys;

    /// <exception cref="JournalHeldException">Another edge has this folder.</exception>
    /// <exception cref="JournalDamagedException">Something acknowledged cannot be read.</exception>
    public static ActLog Open(string folder) => new(Path.GetFullPath(Path.Combine(folder, FileName)));

    /// <summary>The acts of a member that count, in the order they came; never to be written to.</summary>
    public IReadOnlyList<ActArrived> Of(MemberTag member) => _byMember.GetValueOrDefault(member, []);

    /// <summary>Takes acts in; they are on disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed: nothing was written.</exception>
    public void Append(IReadOnlyList<ActArrived> acts) => Write([.. acts]);

    /// <summary>Lets go of acts that changes speak for by now.</summary>
    /// <exception cref="IOException">The disk is full or failed: they come back at the next start, and the log of changes settles them again.</exception>
    public void Settle(IReadOnlyList<ActArrived> acts)
    {
        var settled = acts.Select(act => new ActSettled(act.Act.Revision, act.Act.Member)).ToArray();
        foreach (var one in settled)
            Forget(one);
        Store(settled);
    }

    /// <summary>
    /// Puts present tags in the place of former ones, in one step on disk. An act whose member is not known comes anew from the ledger, with all others.
    /// </summary>
    /// <param name="tags">Present tags, by the keys of former and present ones.</param>
    /// <exception cref="IOException">The disk is full or failed: nothing was changed.</exception>
    public void Rekey(IReadOnlyDictionary<MemberKey, MemberTag> tags)
    {
        var acts = _byMember.Values.SelectMany(acts => acts).OrderBy(act => act.Act.Revision).ToList();
        var known = acts.Where(act => tags.ContainsKey(act.Act.Member.Key)).Select(act => act with { Act = act.Act with { Member = tags[act.Act.Member.Key] } }).ToList();
        ChangeRecord[] kept = [.. known, new ActsThrough(known.Count == acts.Count ? Through : 0)];
        _log.Replace([.. kept.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);
        _byMember.Clear();
        (_kept, _records) = (0, 0);
        foreach (var record in kept)
            Note(record);
    }

    /// <summary>Begins to count acts anew: the ledger that numbers them is another one. What members did stays.</summary>
    public void CountAnew() => Write([new ActsThrough(0)]);

    public void Dispose() => _log.Dispose();

    private void Write(ChangeRecord[] records)
    {
        Store(records);
        foreach (var record in records)
            Note(record);
        if (_records > (2 * _kept) + MostSettled)
            Shorten();
    }

    private void Store(ChangeRecord[] records) => _log.Append([.. records.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);

    private void Note(ChangeRecord record)
    {
        _records++;
        switch (record)
        {
            case ActArrived arrived:
                Put(arrived);
                Through = Math.Max(Through, arrived.Act.Revision);
                break;
            case ActSettled settled:
                Forget(settled);
                break;
            case ActsThrough through:
                Through = through.Through;
                break;
            default:
                throw new InvalidDataException($"{_path} holds a record that is not one of acts.");
        }
    }

    private void Put(ActArrived arrived)
    {
        var before = _byMember.GetValueOrDefault(arrived.Act.Member, []);
        ActArrived[] after = [.. before.Where(one => !ActPrecedence.IsOfSameMatter(one.Act.Act, arrived.Act.Act)), arrived];
        _byMember[arrived.Act.Member] = after;
        _kept += after.Length - before.Length;
    }

    private void Forget(ActSettled settled)
    {
        if (!_byMember.TryGetValue(settled.Member, out var before))
            return;
        ActArrived[] after = [.. before.Where(one => one.Act.Revision != settled.Number)];
        _kept += after.Length - before.Length;
        if (after.Length > 0)
            _byMember[settled.Member] = after;
        else
            _byMember.Remove(settled.Member);
    }

    /// <summary>What was appended is on disk and counts, whether there is room for a shorter file or not.</summary>
    private void Shorten()
    {
        ChangeRecord[] kept = [.. _byMember.Values.SelectMany(acts => acts).OrderBy(act => act.Act.Revision), new ActsThrough(Through)];
        try
        {
            _log.Replace([.. kept.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The file is longer than it need be.
        }

        _records = kept.Length;
    }
}

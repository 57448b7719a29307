using EdgeService.Building.Journals;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeSip2.Journals;

/// <summary>
/// The loans that one kiosk has begun and that are not done with, in a file of their own. Each is on disk before the edge is asked, and is taken out
/// when it is sure that the edge and the library system both have it, or neither. What is left in it by a lost answer or a restart is a loan that nobody has.
/// Readable by its owner alone, for it names the member who was present. Safe for any number of threads.
/// </summary>
internal sealed class LoanIntents : IDisposable
{
    private readonly Lock _changing = new();
    private readonly List<LoanIntent> _open = [];
    private readonly HashSet<Guid> _underWay = [];
    private readonly AppendOnlyLog _file;

    private LoanIntents(string path) =>
        _file = AppendOnlyLog.Open(path, record => _open.Add(new LoanIntent(BeginGrantRequest.Parser.ParseFrom(record.Span), LetGo)));

    /// <summary>How many are not done with, those under way among them.</summary>
    public int Count
    {
        get
        {
            lock (_changing)
                return _open.Count;
        }
    }

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <exception cref="JournalHeldException">Another process has it open.</exception>
    /// <exception cref="JournalDamagedException">Something before its end cannot be read; the message names the byte.</exception>
    public static LoanIntents Open(string path) => new(path);

    /// <summary>Notes a loan that is about to be begun, under a new request id. On disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed: nothing was noted, so begin nothing.</exception>
    public LoanIntent Note(Inquiry inquiry)
    {
        lock (_changing)
        {
            var intent = new LoanIntent(new BeginGrantRequest { RequestId = Guid.NewGuid().ToString(), Inquiry = inquiry }, LetGo);
            _file.Append([RecordOf(intent)]);
            _open.Add(intent);
            _underWay.Add(intent.Id);
            return intent;
        }
    }

    /// <summary>What waits, the oldest first: of one thing, or of all.</summary>
    public IReadOnlyList<LoanIntent> Waiting(string? item)
    {
        lock (_changing)
            return [.. _open.Where(intent => !_underWay.Contains(intent.Id) && (item is null || intent.Item == item))];
    }

    /// <summary>Takes one that waits in hand; false if somebody else has, or it is done with.</summary>
    public bool TryTake(LoanIntent intent)
    {
        lock (_changing)
            return _open.Contains(intent) && _underWay.Add(intent.Id);
    }

    /// <summary>Done with: whom it names is in the file no longer.</summary>
    /// <exception cref="IOException">The disk is full or failed: it is not done with.</exception>
    public void Close(LoanIntent intent)
    {
        lock (_changing)
        {
            _file.Replace(_open.Where(each => each != intent).Select(RecordOf));
            _open.Remove(intent);
        }
    }

    public void Dispose() => _file.Dispose();

    private void LetGo(LoanIntent intent)
    {
        lock (_changing)
            _underWay.Remove(intent.Id);
    }

    private static ReadOnlyMemory<byte> RecordOf(LoanIntent intent) => intent.Request.ToByteArray();
}

using EdgeService.Building.Journals;

namespace EdgeSip2.Journals;

/// <summary>
/// Request ids of what one kiosk did offline, also after it was uploaded, in a file of its own: a kiosk that was not answered sends the same again, and may
/// do so days later. The last 20,000 are known. It names nobody. Not safe for several threads.
/// </summary>
internal sealed class KnownDeeds : IDisposable
{
    private const int Most = 20_000;
    private readonly Queue<Guid> _order = new();
    private readonly HashSet<Guid> _known = [];
    private readonly AppendOnlyLog _file;
    private int _inFile;

    private KnownDeeds(string path) => _file = AppendOnlyLog.Open(path, record =>
    {
        _inFile++;
        Remember(new Guid(record.Span));
    });

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <exception cref="JournalHeldException">Another process has it open.</exception>
    /// <exception cref="JournalDamagedException">Something before its end cannot be read; the message names the byte.</exception>
    public static KnownDeeds Open(string path) => new(path);

    public bool Has(Guid id) => _known.Contains(id);

    /// <summary>On disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Add(Guid id)
    {
        _file.Append([id.ToByteArray()]);
        _inFile++;
        Remember(id);
        if (_inFile <= 2 * Most)
            return;
        _file.Replace(_order.Select(each => (ReadOnlyMemory<byte>)each.ToByteArray()));
        _inFile = _order.Count;
    }

    public void Dispose() => _file.Dispose();

    private void Remember(Guid id)
    {
        if (_known.Add(id))
            _order.Enqueue(id);
        if (_order.Count > Most)
            _known.Remove(_order.Dequeue());
    }
}

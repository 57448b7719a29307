using EdgeService.Building.Journals;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Ledger;

/// <summary>
/// What this edge answered without the ledger, granted provisionally or not, on disk before it is answered, until the ledger is back and has it. An
/// outage lasts for as long as anything waits here. Whatever waits while the disk is busy is written together.
/// </summary>
public sealed class OutageJournal : IDisposable
{
    /// <summary>Most that may wait.</summary>
    public const int MostNotes = 100_000;

    private readonly Lock _changing = new();
    private readonly OutageNotes _notes = new();
    private readonly AppendOnlyLog _log;
    private List<Waiting> _waiting = [];
    private bool _writing;

    private OutageJournal(string path) => _log = AppendOnlyLog.Open(path, Replay);

    /// <summary>Whether nothing waits: no outage, or one in which nothing was answered.</summary>
    public bool IsQuiet => _notes.Count == 0;

    /// <summary>Opens the file, making it when missing, with what an earlier process left.</summary>
    /// <exception cref="JournalHeldException">Another process has it.</exception>
    /// <exception cref="JournalDamagedException">It is damaged before its end.</exception>
    public static OutageJournal Open(string path) => new(path);

    /// <summary>The notes that wait, oldest first.</summary>
    public IReadOnlyList<OutageNote> Pending()
    {
        lock (_changing)
            return _notes.InOrder();
    }

    /// <summary>Members of whom anything waits, who has waited longest first.</summary>
    public IReadOnlyList<MemberKey> Members()
    {
        lock (_changing)
            return _notes.Members();
    }

    /// <summary>What waits of a member, oldest first.</summary>
    public IReadOnlyList<OutageAnswered> PendingOf(MemberKey member)
    {
        lock (_changing)
            return _notes.Of(member);
    }

    /// <summary>Whether anything of the member waits.</summary>
    public bool HoldsOf(MemberKey member)
    {
        if (IsQuiet)
            return false;
        lock (_changing)
            return _notes.HoldsOf(member);
    }

    /// <summary>Whether the member has had the one note of this outage.</summary>
    public bool HasUsedAllowance(MemberKey member)
    {
        if (IsQuiet)
            return false;
        lock (_changing)
            return _notes.HasUsedAllowance(member);
    }

    /// <summary>What answers a repeated request, or that its id was used for another; null when it is new.</summary>
    public Task<OutageAnswer?> RecallAsync(LedgerRequest request)
    {
        if (IsQuiet)
            return Task.FromResult<OutageAnswer?>(null);
        lock (_changing)
            return WhenOnDiskAsync(_notes.Recall(request));
    }

    /// <summary>Whether a token was accepted in this outage.</summary>
    public bool HasAccepted(TokenId token)
    {
        if (IsQuiet)
            return false;
        lock (_changing)
            return _notes.HasAccepted(token);
    }

    /// <summary>The note by which something was lent that waits; null when none does.</summary>
    public OutageNote? NoteOf(ItemRef item)
    {
        if (IsQuiet)
            return null;
        lock (_changing)
            return _notes.NoteOf(item);
    }

    /// <summary>Whose note of that call waits; null when none does.</summary>
    public MemberKey? NotedFor(string caller, string method, Guid requestId)
    {
        if (IsQuiet)
            return null;
        lock (_changing)
            return _notes.NotedFor(new LedgerRequest(caller, method, requestId, default));
    }

    /// <summary>Takes a note unless something stands in the way; answers when it is on disk.</summary>
    /// <exception cref="LedgerUnavailableException">The disk is full or failed, or too much waits: nothing was noted.</exception>
    public async Task<OutageAnswer> NoteAsync(OutageNote note)
    {
        (OutageAnswer, Task)? answer;
        lock (_changing)
            answer = _notes.Obstacle(note) ?? (new OutageAnswer(OutageResult.Noted, note), Enqueue(note));
        return (await WhenOnDiskAsync(answer))!;
    }

    /// <summary>Keeps an answer by which nothing is granted, for repetitions of its request; answers when it is on disk.</summary>
    /// <exception cref="LedgerUnavailableException">The disk is full or failed, or too much waits: it must not be answered.</exception>
    public async Task<OutageAnswer> RefuseAsync(OutageRefusal refusal)
    {
        (OutageAnswer, Task)? answer;
        lock (_changing)
            answer = _notes.Recall(refusal.Request) ?? (new OutageAnswer(OutageResult.Repeated, refusal), Enqueue(refusal));
        return (await WhenOnDiskAsync(answer))!;
    }

    /// <summary>The ledger has it. Does nothing for what does not wait.</summary>
    /// <exception cref="IOException">The disk is full or failed: it waits on, and is told again, which changes nothing.</exception>
    public async Task SettleAsync(OutageAnswered record)
    {
        var key = LedgerKeys.Of(record.Request);
        Task onDisk;
        lock (_changing)
            onDisk = Enqueue(new Waiting(key, null));
        await onDisk;
        lock (_changing)
        {
            _notes.Remove(key);
            if (IsQuiet)
                _log.Replace([]);
        }
    }

    public void Dispose() => _log.Dispose();

    private static async Task<OutageAnswer?> WhenOnDiskAsync((OutageAnswer Answer, Task OnDisk)? found)
    {
        if (found is not var (answer, onDisk))
            return null;
        await onDisk;
        return answer;
    }

    private Task Enqueue(OutageAnswered record)
    {
        if (_notes.Count >= MostNotes)
            throw new LedgerUnavailableException(LedgerFault.Overloaded);
        var waiting = new Waiting(LedgerKeys.Of(record.Request), record);
        _notes.Add(record, waiting.OnDisk.Task);
        return Enqueue(waiting);
    }

    private Task Enqueue(Waiting waiting)
    {
        _waiting.Add(waiting);
        if (!_writing)
            _ = Task.Run(Write);
        _writing = true;
        return waiting.OnDisk.Task;
    }

    private void Replay(ReadOnlyMemory<byte> record)
    {
        var (answered, settled) = OutageNoteEncoding.Read(record);
        if (answered is not null)
            _notes.Add(answered, Task.CompletedTask);
        else
            _notes.Remove(settled!);
    }

    private void Write()
    {
        while (TakeBatch() is { Count: > 0 } batch)
        {
            try
            {
                _log.Append([.. batch.Select(waiting => (ReadOnlyMemory<byte>)waiting.Encode())]);
                batch.ForEach(waiting => waiting.OnDisk.SetResult());
            }
            catch (Exception fault)
            {
                Fail(batch, fault);
            }
        }
    }

    private List<Waiting> TakeBatch()
    {
        lock (_changing)
        {
            var batch = _waiting;
            _waiting = [];
            _writing = batch.Count > 0;
            return batch;
        }
    }

    private void Fail(List<Waiting> batch, Exception fault)
    {
        lock (_changing)
            batch.FindAll(waiting => waiting.Record is not null).ForEach(waiting => _notes.Remove(waiting.Key));
        batch.ForEach(waiting => waiting.OnDisk.SetException(waiting.Record is null ? fault : new LedgerUnavailableException(LedgerFault.Disk, fault)));
    }

    /// <param name="Key">Of the request.</param>
    /// <param name="Record">What was answered; null where what waited is settled.</param>
    private sealed record Waiting(byte[] Key, OutageAnswered? Record)
    {
        public byte[] Encode() => Record is null ? OutageNoteEncoding.WriteSettled(Key) : OutageNoteEncoding.Write(Record);

        public TaskCompletionSource OnDisk { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using EdgeService.Building.Journals;
using EdgeService.Client.Offline;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>
/// What a terminal did while it was cut off, in a file of its own: each claim is on disk before <see cref="Note"/> returns, so note it before the
/// lock opens. It remembers too which tokens opened the terminal. It survives a power cut at any byte; a file damaged in its middle is not opened and
/// not changed. Readable by its owner alone, for a claim names the member who was present; what is settled is taken out at once. Safe for any
/// number of threads.
/// </summary>
public sealed class OfflineJournal : IDisposable
{
    private const int MostIdleRecords = 2048;
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _changing = new();
    private readonly AppendOnlyLog _log;
    private readonly JournalContent _content;
    private DateTimeOffset? _contactOnDisk;
    private DateTimeOffset _signedOnDisk;
    private int _idleRecords;

    private OfflineJournal(AppendOnlyLog log, JournalContent content)
    {
        (_log, _content) = (log, content);
        (_contactOnDisk, _signedOnDisk) = (content.Memory.LastContact, content.Memory.HighestSigned);
    }

    /// <summary>How many claims wait to be uploaded.</summary>
    public int Count
    {
        get
        {
            lock (_changing)
                return _content.Pending.Count;
        }
    }

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <exception cref="JournalHeldException">Another process has it open.</exception>
    /// <exception cref="JournalDamagedException">Something before its end cannot be read; the message names the byte.</exception>
    /// <exception cref="IOException">A later version wrote it.</exception>
    public static OfflineJournal Open(string path)
    {
        var content = new JournalContent();
        return new OfflineJournal(AppendOnlyLog.Open(path, record => JournalRecord.Replay(record.Span, content)), content);
    }

    /// <summary>What waits, in the order it happened.</summary>
    public IReadOnlyList<ReportOfflineClaimsRequest> Pending()
    {
        lock (_changing)
            return [.. _content.Pending];
    }

    /// <summary>Notes one claim under the next number; its own number is not looked at. On disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed: nothing was noted, so hand nothing over.</exception>
    public ReportOfflineClaimsRequest Note(ReportOfflineClaimsRequest claim)
    {
        lock (_changing)
        {
            var noted = claim.Clone();
            noted.Sequence = _content.Last + 1;
            _log.Append([JournalRecord.Of(noted)]);
            _content.Claim(noted);
            return noted;
        }
    }

    /// <summary>Takes out what the service has settled, up to that number: whoever they name is in the file no longer.</summary>
    public void Settle(long throughSequence)
    {
        lock (_changing)
        {
            if (!_content.Pending.Any(claim => claim.Sequence <= throughSequence))
                return;
            _content.Floor(Math.Min(throughSequence, _content.Last));
            Rewrite();
        }
    }

    /// <summary>
    /// Uploads what waits and takes out what is settled. Claims noted meanwhile wait for the next time. The answer tells what became of each:
    /// a late conflict or a faulty claim is for a person, the service keeps both.
    /// </summary>
    /// <exception cref="EdgeFaultException">The service cannot be reached; everything still waits.</exception>
    public async Task<IReadOnlyList<OfflineClaimResult>> UploadAsync(
        Func<IReadOnlyList<ReportOfflineClaimsRequest>, CancellationToken, Task<ReportOfflineClaimsResponse>> report, CancellationToken cancellation)
    {
        if (Pending() is not { Count: > 0 } waiting)
            return [];
        var answer = await report(waiting, cancellation);
        var settled = answer.Results.TakeWhile(IsTakenIn).Where(result => result.Sequence <= answer.ProcessedThroughSequence).ToList();
        if (settled.Count > 0)
            Settle(settled[^1].Sequence);
        return settled;
    }

    public void Dispose() => _log.Dispose();

    /// <summary>Whether a token has opened this terminal before.</summary>
    internal bool WasUsed(TokenId token)
    {
        lock (_changing)
            return _content.Memory.WasUsed(token);
    }

    /// <summary>What is known for a decision about a perk.</summary>
    internal (int Accepted, DateTimeOffset? LastContact, DateTimeOffset HighestSigned) Look(ushort perkCode)
    {
        lock (_changing)
            return (_content.Memory.AcceptedOf(perkCode), _content.Memory.LastContact, _content.Memory.HighestSigned);
    }

    /// <summary>A token opened this terminal, and the service knows it: it does not open again, whether the service is there or not.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    internal void MarkUsed(in TokenUse use)
    {
        lock (_changing)
        {
            if (_content.Memory.WasUsed(use.Token))
                return;
            _content.Use(use);
            Mark(JournalRecord.Of(use));
        }
    }

    /// <summary>The service was in reach. On disk within a minute, and at once when it gives an allowance back.</summary>
    /// <exception cref="IOException">The disk is full or failed; it counts until the end of this process.</exception>
    internal void MarkContact(DateTimeOffset at)
    {
        lock (_changing)
        {
            var due = _content.Memory.HasAccepted || _contactOnDisk is not { } before || (at - before).Duration() >= MarkEvery;
            _content.Contact(at);
            if (!due)
                return;
            Mark(JournalRecord.Contact(at));
            _contactOnDisk = at;
        }
    }

    /// <summary>Something was seen that had been signed at that time. On disk when it is a minute above what is there.</summary>
    /// <exception cref="IOException">The disk is full or failed; it counts until the end of this process.</exception>
    internal void MarkSigned(DateTimeOffset at)
    {
        lock (_changing)
        {
            _content.Signed(at);
            if (at - _signedOnDisk < MarkEvery)
                return;
            Mark(JournalRecord.Signed(at));
            _signedOnDisk = at;
        }
    }

    private void Mark(ReadOnlyMemory<byte> record)
    {
        if (++_idleRecords < MostIdleRecords)
            _log.Append([record]);
        else
            Rewrite();
    }

    private void Rewrite()
    {
        _log.Replace(_content.Records());
        _idleRecords = 0;
    }

    /// <summary>A faulty claim that the service keeps has an id; one without is to be uploaded again, and so is all behind it.</summary>
    private static bool IsTakenIn(OfflineClaimResult result) => result.Outcome != ClaimOutcome.Faulty || result.ClaimId.Length > 0;
}

using System.Buffers.Binary;
using EdgeService.Building.Journals;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>
/// What a terminal did while it was cut off, in a file of its own: each claim is on disk before <see cref="Note"/> returns, so note it before the
/// lock opens. It survives a power cut at any byte; a file damaged in its middle is not opened and not changed. Readable by its owner alone,
/// for a claim names the member who was present; what is settled is taken out at once. Safe for any number of threads.
/// </summary>
public sealed class OfflineJournal : IDisposable
{
    private const byte ClaimKind = 1;
    private const byte FloorKind = 2;

    private readonly Lock _changing = new();
    private readonly AppendOnlyLog _log;
    private readonly List<ReportOfflineClaimsRequest> _pending;
    private long _last;

    private OfflineJournal(AppendOnlyLog log, List<ReportOfflineClaimsRequest> pending, long last) => (_log, _pending, _last) = (log, pending, last);

    /// <summary>How many claims wait to be uploaded.</summary>
    public int Count
    {
        get
        {
            lock (_changing)
                return _pending.Count;
        }
    }

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <exception cref="JournalHeldException">Another process has it open.</exception>
    /// <exception cref="JournalDamagedException">Something before its end cannot be read; the message names the byte.</exception>
    public static OfflineJournal Open(string path)
    {
        var pending = new List<ReportOfflineClaimsRequest>();
        long floor = 0;
        var log = AppendOnlyLog.Open(path, record => Replay(record.Span, pending, ref floor));
        var settled = floor;
        pending.RemoveAll(claim => claim.Sequence <= settled);
        return new OfflineJournal(log, pending, pending.Count == 0 ? floor : pending[^1].Sequence);
    }

    /// <summary>What waits, in the order it happened.</summary>
    public IReadOnlyList<ReportOfflineClaimsRequest> Pending()
    {
        lock (_changing)
            return [.. _pending];
    }

    /// <summary>Notes one claim under the next number; its own number is not looked at. On disk when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed: nothing was noted, so hand nothing over.</exception>
    public ReportOfflineClaimsRequest Note(ReportOfflineClaimsRequest claim)
    {
        lock (_changing)
        {
            var noted = claim.Clone();
            noted.Sequence = _last + 1;
            _log.Append([RecordOf(noted)]);
            _last = noted.Sequence;
            _pending.Add(noted);
            return noted;
        }
    }

    /// <summary>Takes out what the service has settled, up to that number: whoever they name is in the file no longer.</summary>
    public void Settle(long throughSequence)
    {
        lock (_changing)
        {
            if (_pending.RemoveAll(claim => claim.Sequence <= throughSequence) > 0)
                _log.Replace([FloorOf(Math.Min(throughSequence, _last)), .. _pending.Select(RecordOf)]);
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
        var settled = answer.Results.Where(result => result.Sequence <= answer.ProcessedThroughSequence).ToList();
        if (settled.Count > 0)
            Settle(settled[^1].Sequence);
        return settled;
    }

    public void Dispose() => _log.Dispose();

    private static void Replay(ReadOnlySpan<byte> record, List<ReportOfflineClaimsRequest> pending, ref long floor)
    {
        if (record[0] == FloorKind)
            floor = Math.Max(floor, BinaryPrimitives.ReadInt64LittleEndian(record[1..]));
        else
            pending.Add(ReportOfflineClaimsRequest.Parser.ParseFrom(record[1..]));
    }

    private static ReadOnlyMemory<byte> RecordOf(ReportOfflineClaimsRequest claim) => (byte[])[ClaimKind, .. claim.ToByteArray()];

    private static ReadOnlyMemory<byte> FloorOf(long sequence)
    {
        var record = new byte[1 + sizeof(long)];
        record[0] = FloorKind;
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(1), sequence);
        return record;
    }
}

using System.Buffers;
using EdgeService.Building.Audit;
using EdgeService.Telemetry;

namespace EdgeService.Audit;

/// <summary>
/// Who did what at this edge. An administrative act is recorded before it is done and before it is answered, or it is not done; what the edge
/// itself saw is written as soon as the disk lets it; refused calls are counted, so that nobody fills the disk with them.
/// </summary>
public sealed class AuditTrail(AuditOptions options, Func<AuditIdentity> identity, TimeProvider clock, EdgeMeter meter, ILogger<AuditTrail> log) : IDisposable
{
    /// <summary>The actor of whoever has proven nothing: one for all of them, since they could make up any number.</summary>
    public const string Unproven = "unproven";

    private const int MostOwed = 1000;

    private readonly Lock _writing = new();
    private readonly Refusals _refusals = new(options.RefusalsListedAMinute);
    private readonly List<(string Act, string Subject, string Outcome, DateTimeOffset At)> _owed = [];
    private readonly ArrayBufferWriter<byte> _lines = new();
    private AuditIdentity _identity = new(0, []);
    private AuditFile? _file;
    private AuditCheckpoint _last = new(0, AuditLine.NoHash);
    private string _day = "";
    private long _refusalBytes;
    private bool _complained;

    /// <summary>Opens the log and writes what was noted until now. Called once, before a door opens.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not the service's.</exception>
    /// <exception cref="AuditUnavailableException">Nothing can be written there.</exception>
    public void Open()
    {
        lock (_writing)
        {
            _identity = identity();
            _file = new AuditFile(options.Folder, _identity.Key);
            _last = _file.Stand.Last;
            foreach (var (act, _) in _file.Stand.Findings)
                log.AuditLogFound(act, options.Folder);
            var now = clock.GetUtcNow();
            Write(now, [.. _file.Stand.Findings.Select(found => Own(found.Act, found.Subject, AuditEntry.Done, now))]);
            log.AuditCheckpoint(_last.ToString());
        }
    }

    /// <summary>Records an administrative act: on disk when this returns.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and must not be done or answered.</exception>
    public void Record(string actor, string act, string subject, string outcome, string request)
    {
        lock (_writing)
        {
            var now = clock.GetUtcNow();
            Write(now, [new AuditEntry(now, actor, act, subject, outcome, request)]);
        }
    }

    /// <summary>Records what this edge itself did or saw: on disk within a second, before the next act, or as soon as the disk lets it.</summary>
    public void Note(string act, string subject, string outcome = AuditEntry.Done)
    {
        lock (_writing)
        {
            if (_owed.Count < MostOwed)
                _owed.Add((act, subject, outcome, clock.GetUtcNow()));
        }
    }

    /// <summary>Counts a refused call. Never waits and never fails.</summary>
    /// <param name="actor">Who, as far as it was proven.</param>
    /// <param name="act">What was asked.</param>
    /// <param name="reason">Why it was refused.</param>
    /// <param name="request">The request's id.</param>
    /// <param name="subject">What the first of its kind was about.</param>
    public void Refused(string actor, string act, string reason, string request, string subject = "")
    {
        meter.Refused(reason);
        _refusals.Add(clock.GetUtcNow(), actor, act, reason, request, subject);
    }

    /// <summary>Writes what is owed, and the refusals that are due.</summary>
    /// <param name="ending">Whether the service stops: then all of them are.</param>
    public void Flush(bool ending = false)
    {
        lock (_writing)
        {
            var now = clock.GetUtcNow();
            var due = _refusals.Take(now, ending);
            if (_file is null || (due.Count == 0 && _owed.Count == 0))
                return;
            if (_refusalBytes > options.RefusalBytesADay && due.Count > 0)
                due = [Refusals.Together(now, due)];
            if (!TryWrite(due))
                _refusals.Return(due);
            else if (due.Count > 0)
                _refusalBytes += _lines.WrittenCount;
            if (ending)
                log.AuditCheckpoint(_last.ToString());
        }
    }

    public void Dispose() => _file?.Dispose();

    private bool TryWrite(IReadOnlyList<AuditEntry> entries)
    {
        try
        {
            Write(clock.GetUtcNow(), entries);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    private void Write(DateTimeOffset now, IReadOnlyList<AuditEntry> entries)
    {
        var file = _file ?? throw new AuditUnavailableException(new InvalidOperationException("It is not open."));
        _lines.ResetWrittenCount();
        var last = Add(_last, [.. _owed.Select(owed => Own(owed.Act, owed.Subject, owed.Outcome, owed.At)), .. entries]);
        if (_lines.WrittenCount == 0)
            return;
        try
        {
            file.Append(now, _lines.WrittenSpan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Complain(cause);
            throw new AuditUnavailableException(cause);
        }

        (_last, _complained) = (last, false);
        _owed.Clear();
        Keep(file);
    }

    private AuditCheckpoint Add(AuditCheckpoint last, IReadOnlyList<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            var sequence = last.Sequence + 1;
            last = new AuditCheckpoint(sequence, AuditLine.Write(_lines, sequence, entry, last.Hash, _identity.Key));
        }

        return last;
    }

    /// <summary>The line is on disk whatever becomes of the checkpoint, which the next append brings up.</summary>
    private void Keep(AuditFile file)
    {
        if (_day != file.Name)
        {
            (_day, _refusalBytes) = (file.Name, 0);
            log.AuditCheckpoint(_last.ToString());
        }

        try
        {
            file.Keep(_last);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Complain(cause);
        }
    }

    private void Complain(Exception cause)
    {
        if (!_complained)
            log.AuditLogNotWritten(cause, options.Folder);
        _complained = true;
    }

    private AuditEntry Own(string act, string subject, string outcome, DateTimeOffset at) => new(at, _identity.Urn, act, subject, outcome, "");
}

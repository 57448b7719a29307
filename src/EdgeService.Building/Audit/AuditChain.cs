using System.Globalization;

namespace EdgeService.Building.Audit;

/// <summary>Walks line after line and says which are not as they were written, or not where. Goes on after every fault, so that all are found.</summary>
/// <param name="key">The key that the lines were written with.</param>
/// <param name="start">The line before the first one, when earlier files were put elsewhere; null begins with line 1.</param>
/// <param name="known">Lines that a person or the checkpoint knows.</param>
internal sealed class AuditChain(byte[] key, AuditCheckpoint? start, IReadOnlyList<AuditCheckpoint> known)
{
    private const int MostListed = 10_000;

    private readonly List<AuditFault> _faults = [];
    private readonly Dictionary<long, AuditFault> _missing = [];
    private readonly List<(string File, int Line)> _bad = [];
    private readonly HashSet<long> _met = [];
    private AuditCheckpoint _last = start ?? new AuditCheckpoint(0, AuditLine.NoHash);
    private bool _torn;

    public long Lines { get; private set; }

    public AuditCheckpoint? Last => Lines == 0 ? null : _last;

    public void Take(string file, in ScannedLine scanned)
    {
        if (!scanned.IsEnded)
        {
            _torn = true;
            Add(AuditFaultKind.Torn, file, scanned.Number, "has no end: a crash tore it, or somebody cut the file. The edge repairs it at its next start and says so.");
        }
        else if (AuditLine.IsAuthentic(scanned.Bytes.Span, key) && AuditLine.Read(scanned.Bytes.Span) is { } line)
        {
            Take(file, scanned.Number, line);
        }
        else
        {
            _bad.Add((file, scanned.Number));
        }
    }

    /// <summary>What is wrong, once all lines were taken.</summary>
    public IReadOnlyList<AuditFault> Finish()
    {
        SettleBad(gap: _bad.Count);
        _faults.AddRange(Missing());
        foreach (var unmet in known.Where(checkpoint => checkpoint.Sequence > (start?.Sequence ?? 0) && !_met.Contains(checkpoint.Sequence)))
        {
            if (unmet.Sequence > _last.Sequence)
                Add(AuditFaultKind.Truncated, AuditCheckpoint.FileName, 0, Text($"lines {_last.Sequence + 1} to {unmet.Sequence} are missing at the end{(_torn ? ", the torn one perhaps among them" : "")}"));
        }

        return _faults;
    }

    private void Take(string file, int number, AuditLine line)
    {
        if (line.Sequence <= _last.Sequence)
        {
            OutOfPlace(file, number, line);
            return;
        }

        var gap = line.Sequence - _last.Sequence - 1;
        var rewritten = SettleBad(gap);
        Miss(file, number, _last.Sequence + 1 + rewritten, line.Sequence - 1);
        if (gap == 0 && line.Previous != _last.Hash)
            Add(AuditFaultKind.OtherHistory, file, number, Text($"line {line.Sequence} is genuine but does not follow line {_last.Sequence} as it stands here"));
        Meet(file, number, line);
        _last = new AuditCheckpoint(line.Sequence, line.Hash);
        Lines++;
    }

    private void Meet(string file, int number, AuditLine line)
    {
        foreach (var checkpoint in known.Where(checkpoint => checkpoint.Sequence == line.Sequence))
        {
            _met.Add(checkpoint.Sequence);
            if (checkpoint.Hash != line.Hash)
                Add(AuditFaultKind.OtherHistory, file, number, Text($"line {line.Sequence} is not the one that the checkpoint knows"));
        }
    }

    private void OutOfPlace(string file, int number, AuditLine line)
    {
        var moved = _missing.Remove(line.Sequence);
        Add(AuditFaultKind.OutOfPlace, file, number, Text($"line {line.Sequence} {(moved ? "was moved here" : "was here before")}: it belongs before line {_last.Sequence + 1}"));
    }

    /// <summary>Of the lines that are not genuine since the last that is, as many were changed as are missing; the others were inserted.</summary>
    private long SettleBad(long gap)
    {
        var changed = Math.Min(gap, _bad.Count);
        for (var i = 0; i < _bad.Count; i++)
        {
            var (file, line) = _bad[i];
            if (i < changed)
                Add(AuditFaultKind.Changed, file, line, "is not as the edge wrote it");
            else
                Add(AuditFaultKind.Inserted, file, line, "was not written by the edge");
        }

        _bad.Clear();
        return changed;
    }

    private void Miss(string file, int number, long first, long last)
    {
        for (var sequence = first; sequence <= Math.Min(last, first + MostListed); sequence++)
            _missing[sequence] = new AuditFault(AuditFaultKind.Removed, file, number, "");
        if (last > first + MostListed)
            Add(AuditFaultKind.Removed, file, number, Text($"lines {first + MostListed + 1} to {last} are missing before this one"));
    }

    /// <summary>What stays missing, neighbours together.</summary>
    private IEnumerable<AuditFault> Missing()
    {
        var sequences = _missing.Keys.Order().ToList();
        for (var i = 0; i < sequences.Count;)
        {
            var (from, first, at) = (i, sequences[i], _missing[sequences[i]]);
            while (i < sequences.Count && sequences[i] - first == i - from)
                i++;
            var which = i - from == 1 ? Text($"line {first} is") : Text($"lines {first} to {sequences[i - 1]} are");
            yield return at with { Message = Text($"{which} missing before this one{(at.Line == 1 ? ": a file between, or the end of the file before" : "")}") };
        }
    }

    private void Add(AuditFaultKind kind, string file, int line, string message) => _faults.Add(new AuditFault(kind, file, line, message));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

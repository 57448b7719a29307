using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Building.Audit;

namespace EdgeService.Audit;

/// <summary>Where an audit log stands when it is opened: the last genuine line, and what lies behind it.</summary>
/// <param name="Last">The last genuine line; zero when there is none.</param>
/// <param name="FilePath">The file to go on in; null when there is none yet.</param>
/// <param name="Length">Bytes of it that count.</param>
/// <param name="Findings">What to say of it in the log, as acts and subjects.</param>
internal sealed record AuditStand(AuditCheckpoint Last, string? FilePath, long Length, IReadOnlyList<(string Act, string Subject)> Findings)
{
    private const string Repaired = "audit.repaired";
    private const string Damaged = "audit.damaged";

    public static AuditStand Find(string folder, byte[] key)
    {
        var files = AuditFolder.Files(folder);
        var findings = new List<(string, string)>();
        var (last, length) = files.Count == 0 ? (Nothing, 0) : EndOf(files[^1], key, findings);
        for (var before = files.Count - 2; last.Sequence == 0 && before >= 0; before--)
            last = EndOf(files[before], key, []).Last;
        last = Beyond(folder, last, key, files.Count > 0, findings);
        return new AuditStand(last, files.Count == 0 ? null : files[^1], length, findings);
    }

    private static AuditCheckpoint Nothing => new(0, AuditLine.NoHash);

    /// <summary>The last genuine line of a file, and how many of its bytes stay: all but a torn end.</summary>
    private static (AuditCheckpoint Last, long Length) EndOf(string path, byte[] key, List<(string, string)> findings)
    {
        var (last, length, strange) = (Nothing, 0L, 0);
        foreach (var scanned in AuditScan.Lines(path))
        {
            if (!scanned.IsEnded)
            {
                findings.Add((Repaired, TornIn(path, scanned)));
            }
            else
            {
                length = scanned.End;
                var line = AuditLine.IsAuthentic(scanned.Bytes.Span, key) ? AuditLine.Read(scanned.Bytes.Span) : null;
                (last, strange) = line is null ? (last, strange + 1) : (new AuditCheckpoint(line.Sequence, line.Hash), 0);
            }
        }

        if (strange > 0)
            findings.Add((Damaged, Text($"{Path.GetFileName(path)}: {strange} lines at the end are not this edge's")));
        return (last, length);
    }

    /// <summary>Lines that the checkpoint knows and the files have not: their numbers are not given out again.</summary>
    private static AuditCheckpoint Beyond(string folder, AuditCheckpoint last, byte[] key, bool isBegun, List<(string, string)> findings)
    {
        var path = Path.Combine(folder, AuditCheckpoint.FileName);
        var head = File.Exists(path) ? AuditCheckpoint.Open(File.ReadAllText(path), key) : null;
        if (head is null && (isBegun || File.Exists(path)))
            findings.Add((Damaged, "the checkpoint is missing or not this edge's"));
        if (head is null || head.Sequence <= last.Sequence)
            return last;
        findings.Add((Damaged, Text($"lines {last.Sequence + 1} to {head.Sequence} are missing")));
        return last with { Sequence = head.Sequence };
    }

    private static string TornIn(string path, in ScannedLine torn)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(torn.Offset, SeekOrigin.Begin);
        return Text($"{torn.End - torn.Offset} bytes of a torn line, sha256 {Convert.ToHexStringLower(SHA256.HashData(file))}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

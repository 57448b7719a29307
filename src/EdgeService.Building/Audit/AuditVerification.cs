namespace EdgeService.Building.Audit;

/// <summary>Finds every fault of an audit log. Reads only; an edge may have it open.</summary>
public static class AuditVerification
{
    /// <param name="folder">The folder of the log.</param>
    /// <param name="key">The key that it was written with.</param>
    /// <param name="start">The last line of files that were put elsewhere; null when line 1 is here.</param>
    /// <param name="known">Checkpoints that a person kept elsewhere.</param>
    public static AuditReport Run(string folder, byte[] key, AuditCheckpoint? start = null, params IReadOnlyList<AuditCheckpoint> known)
    {
        var head = HeadOf(folder, key, out var complaint);
        var chain = new AuditChain(key, start, head is null ? known : [.. known, head]);
        var files = AuditFolder.Files(folder);
        foreach (var path in files)
        {
            foreach (var line in AuditScan.Lines(path))
                chain.Take(Path.GetFileName(path), line);
        }

        var strangers = AuditFolder.Strangers(folder).Select(path =>
            new AuditFault(AuditFaultKind.StrangeFile, Path.GetFileName(path), 0, "is none of the daily files: a part of the log that was renamed, or no part of it"));
        var faults = chain.Finish().Concat(strangers);
        return new AuditReport(files.Count, chain.Lines, chain.Last, [.. files.Count > 0 && complaint is not null ? faults.Append(complaint) : faults]);
    }

    /// <summary>The edge writes the checkpoint after the lines, so lines beyond it are no fault; a checkpoint beyond the lines is.</summary>
    private static AuditCheckpoint? HeadOf(string folder, byte[] key, out AuditFault? complaint)
    {
        var path = Path.Combine(folder, AuditCheckpoint.FileName);
        var head = File.Exists(path) ? AuditCheckpoint.Open(File.ReadAllText(path), key) : null;
        complaint = head is not null
            ? null
            : new AuditFault(AuditFaultKind.Checkpoint, AuditCheckpoint.FileName, 0, File.Exists(path) ? "is not as the edge wrote it" : "is missing, so that a tail cut off is not missed");
        return head;
    }
}

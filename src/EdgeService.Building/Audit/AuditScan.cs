namespace EdgeService.Building.Audit;

/// <summary>A stretch of a file up to the end of a line.</summary>
/// <param name="Number">1 for the first line of the file.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">Without the end of the line; of one too long to be a line, its beginning.</param>
/// <param name="IsEnded">Whether the end of the line is there.</param>
public readonly record struct ScannedLine(int Number, long Offset, ReadOnlyMemory<byte> Bytes, bool IsEnded)
{
    /// <summary>Where the next one begins.</summary>
    public long End { get; init; }
}

/// <summary>Reads the lines of a file in little memory, whatever is in it.</summary>
public static class AuditScan
{
    /// <summary>The lines of a file; each is valid until the next is asked for.</summary>
    public static IEnumerable<ScannedLine> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var line = new byte[AuditLine.MaxBytes + 1];
        var (number, offset, length, kept) = (1, 0L, 0L, 0);
        for (int read; (read = file.ReadByte()) >= 0;)
        {
            length++;
            if (read == '\n')
            {
                yield return new ScannedLine(number, offset, line.AsMemory(0, kept), IsEnded: true) { End = offset + length };
                (number, offset, length, kept) = (number + 1, offset + length, 0, 0);
            }
            else if (kept < line.Length)
            {
                line[kept++] = (byte)read;
            }
        }

        if (length > 0)
            yield return new ScannedLine(number, offset, line.AsMemory(0, kept), IsEnded: false) { End = offset + length };
    }
}

using System.Globalization;

namespace EdgeService.Telemetry;

/// <summary>The decision log's file of the day, named by the UTC date.</summary>
public sealed class DecisionFile(string folder) : IDisposable
{
    private FileStream? _file;

    public string Path { get; private set; } = "";

    /// <summary>Writes whole lines and returns when the disk has them. After a failure the file is opened anew.</summary>
    public void Append(DateTimeOffset now, ReadOnlySpan<byte> lines)
    {
        try
        {
            var file = FileOf(now);
            file.Write(lines);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream FileOf(DateTimeOffset now)
    {
        var path = System.IO.Path.Combine(folder, now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".jsonl");
        if (_file is not null && path == Path)
            return _file;
        Dispose();
        Path = path;
        Directory.CreateDirectory(folder);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        CloseTornLine(_file);
        return _file;
    }

    /// <summary>A crash may have left half a line; what follows starts on its own.</summary>
    private static void CloseTornLine(FileStream file)
    {
        if (file.Length == 0)
            return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.WriteByte((byte)'\n');
    }
}

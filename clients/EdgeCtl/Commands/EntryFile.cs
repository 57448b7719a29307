using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCtl.Commands;

/// <summary>A file of exported entries, one JSON document a line, that an export goes on with.</summary>
internal static class EntryFile
{
    /// <summary>
    /// The cursor after the last whole line; empty for a file that is not there or holds nothing. A last line that was torn, by a program that
    /// was stopped, is cut off.
    /// </summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public static async Task<string> ResumeAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        string? last = null;
        var whole = 0L;
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
        {
            var end = whole + Encoding.UTF8.GetByteCount(line) + 1;
            if (end > new FileInfo(path).Length)
            {
                break;
            }

            (last, whole) = (line, end);
        }

        CutTo(path, whole);
        return last is null ? "" : CursorOf(last, path);
    }

    private static void CutTo(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    private static string CursorOf(string line, string path)
    {
        try
        {
            return JsonNode.Parse(line)?["cursor"]?.GetValue<string>() ?? throw NotEntries(path);
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            throw NotEntries(path);
        }
    }

    private static UsageException NotEntries(string path) => new($"{path} holds something other than exported entries. Name another file.");
}

using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Uploads;

/// <summary>
/// A snapshot that is being received, or was until the connection broke. Everything to know about it stands in the name of the file,
/// <c>received-REVISION-ID.TOTAL.upload</c>, so that nothing beside it can be out of step with it.
/// </summary>
internal sealed record PartialUpload(string Path, string Id, long Revision, long TotalBytes, long ReceivedBytes)
{
    public const string NamePrefix = "received-";

    private const string Ending = ".upload";
    private const int IdDigits = 32;

    /// <summary>As it is listed.</summary>
    public ListedSnapshot Listed =>
        new(System.IO.Path.GetFileName(Path), SnapshotState.Partial, TotalBytes, ReceivedBytes) { Revision = Revision, UploadId = Id };

    /// <summary>What it is called once it is whole.</summary>
    public string WholePath => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $"{NamePrefix}{Revision:D8}-{Id}.snap");

    /// <summary>The upload of a file that ends in these bytes, and what of it is here.</summary>
    public static PartialUpload Of(string folder, ReadOnlySpan<byte> footer, long revision, long totalBytes)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(footer))[..IdDigits];
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), $"{NamePrefix}{revision:D8}-{id}.{totalBytes}{Ending}");
        return new(path, id, revision, totalBytes, File.Exists(path) ? new FileInfo(path).Length : 0);
    }

    /// <summary>The upload that a file is; null if it is none.</summary>
    public static PartialUpload? Read(FileInfo file)
    {
        if (!file.Name.StartsWith(NamePrefix, StringComparison.Ordinal) || file.Extension != Ending)
            return null;
        return file.Name[NamePrefix.Length..^Ending.Length].Split('-', '.') is [var revision, { Length: IdDigits } id, var total]
            && long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? new(file.FullName, id, number, bytes, file.Length)
                : null;
    }
}

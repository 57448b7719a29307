using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeService.Building.Audit;

/// <summary>How far the log had come: the file <c>head</c> beside it, rewritten after every append, so that a tail cut off is missed.</summary>
/// <param name="Sequence">The last line that was on disk.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AuditCheckpoint(long Sequence, string Hash)
{
    public const string FileName = "head";

    /// <summary>Reads <c>sequence:hash</c>, as a person keeps it elsewhere; null if it is not that.</summary>
    public static AuditCheckpoint? Parse(string text) =>
        text.Split(':') is [var number, { Length: 2 * SHA256.HashSizeInBytes } hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && hash.All(char.IsAsciiHexDigitLower)
            ? new(sequence, hash)
            : null;

    /// <summary>Reads the file's text; null if it was not written with this key.</summary>
    public static AuditCheckpoint? Open(string text, ReadOnlySpan<byte> key) =>
        text.Split(' ') is [var said, var seal] && Parse(said) is { } checkpoint && checkpoint.Seal(key) == text && seal.Length > 0 ? checkpoint : null;

    /// <summary>The file's text.</summary>
    public string Seal(ReadOnlySpan<byte> key) =>
        $"{this} {Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("head " + this)))}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Hash}");
}

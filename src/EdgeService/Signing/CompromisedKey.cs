using System.Text;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>A key that is believed no more, kept as <c>&lt;kid&gt;.compromised</c>: who it was and since when, without the private key.</summary>
/// <param name="Id">Which key.</param>
/// <param name="At">Since when.</param>
/// <param name="TokensUntil">When its last token would have expired: until then verifiers are told.</param>
public sealed record CompromisedKey(KeyId Id, DateTimeOffset At, DateTimeOffset TokensUntil)
{
    public const string Ending = ".compromised";
    private const string Since = "compromised";
    private const string Until = "tokens-until";

    public bool IsNamedAt(DateTimeOffset now) => now - TokenFormat.ClockSlack < TokensUntil;

    /// <summary>
    /// Reads every one of a folder. A mark counts by its name alone: where the rest cannot be read its key is believed no more for good, and what is
    /// wrong is among the faults.
    /// </summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static IReadOnlyList<CompromisedKey> ReadAll(string folder, ICollection<string> faults) =>
        [.. KeyFolders.FilesIn(folder, "*" + Ending).Select(file => Read(file.FullName, faults)).OfType<CompromisedKey>()];

    /// <summary>Writes the mark on disk before it returns, for this edge alone; one that is there stays as it is.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, Id + Ending);
        if (!File.Exists(path))
            PrivateFile.Create(path, Content());
    }

    /// <summary>The same in a folder where other edges read it.</summary>
    public void Publish(string folder)
    {
        var path = Path.Combine(folder, Id + Ending);
        if (!File.Exists(path))
            PublicFile.Write(path, Content());
    }

    private byte[] Content() => Encoding.UTF8.GetBytes($"{Since}: {KeyFileHead.Write(At)}\n{Until}: {KeyFileHead.Write(TokensUntil)}\n");

    private static CompromisedKey? Read(string path, ICollection<string> faults)
    {
        if (!KeyId.TryParse(Path.GetFileNameWithoutExtension(path), out var id))
        {
            faults.Add($"{path} is no mark of a compromised key: its name is no key id.");
            return null;
        }

        try
        {
            var lines = File.ReadAllLines(path).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
                .Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);
            return new(id, KeyFileHead.TimeOf(lines, Since, DateTimeOffset.MinValue), KeyFileHead.TimeOf(lines, Until, SigningTerms.Never));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path} cannot be read as the mark of a compromised key: {wrong.Message} The key is believed no more all the same.");
            return new(id, DateTimeOffset.MinValue, SigningTerms.Never);
        }
    }
}

using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The signing keys of this edge, one file each. A key is published once its file is there, signs during its terms, and stays published until
/// its last token has expired or its file is taken away. Immutable; a change in the folder is a new set.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromDays(90);
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);
    private readonly ImmutableArray<SigningKey> _keys;

    private SigningKeys(string mark, IEnumerable<SigningKey> keys) =>
        (Mark, _keys) = (mark, [.. keys.OrderByDescending(key => key.Terms.SignsFrom)]);

    /// <summary>What <see cref="MarkOf"/> said of the folder just before it was read.</summary>
    public string Mark { get; }

    /// <summary>Newest first.</summary>
    public IEnumerable<KeyId> Ids => _keys.Select(key => key.Id);

    /// <summary>Reads every <c>*.key</c> of a folder.</summary>
    /// <exception cref="KeyMaterialException">There is none, or one of them cannot be used.</exception>
    public static SigningKeys Load(string folder)
    {
        var mark = MarkOf(folder);
        var paths = PathsIn(folder);
        if (paths.Length == 0) throw new KeyMaterialException($"{folder} holds no signing key (<kid>.key).");
        return new(mark, paths.Select(SigningKeyFile.Read));
    }

    /// <summary>Names, lengths and times of the files: another text means that the folder holds something else.</summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static string MarkOf(string folder) => string.Join('|', InfosIn(folder).Select(
        file => $"{file.Name}/{(file.Exists ? file.Length : 0)}/{file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));

    /// <summary>
    /// Makes the first key, and the next one when the last has less than 30 days to sign: for Development, where no operator does it and
    /// the service may be left running for weeks. The next takes over when the last ends, or at once when there is none.
    /// </summary>
    public static void CreateMissing(string folder, DateTimeOffset now)
    {
        var ends = PathsIn(folder).Select(path =>
        {
            using var key = SigningKeyFile.Read(path);
            return key.Terms.SignsUntil;
        });
        var end = ends.Append(now).Max();
        if (end > now + Notice) return;
        SigningKeyFile.Create(folder, new(end, end + Term, KeyScope.Everything));
    }

    /// <summary>The newest key that signs now and may sign these claims for a venue; null if there is none.</summary>
    /// <param name="claims">What is to be signed.</param>
    /// <param name="venue">Where the token opens, as <c>partner:venue</c>.</param>
    /// <param name="now">The time of signing.</param>
    public SigningKey? SignerFor(in TokenClaims claims, string venue, DateTimeOffset now)
    {
        foreach (var key in _keys)
        {
            if (key.Terms.SignsAt(now) && key.Terms.Scope.Covers(claims, venue, now)) return key;
        }

        return null;
    }

    /// <summary>Whether a key signs now.</summary>
    public bool SignAt(DateTimeOffset now) => _keys.Any(key => key.Terms.SignsAt(now));

    /// <summary>The keys whose tokens can still be good: those before and during their terms, and those after them for as long as tokens last.</summary>
    public KeyList PublishedAt(DateTimeOffset now) =>
        new(_keys.Select(key => key.Verification).Where(key => now - TokenFormat.ClockSlack < key.UsableUntil));

    public void Dispose()
    {
        foreach (var key in _keys) key.Dispose();
    }

    private static string[] PathsIn(string folder) => [.. InfosIn(folder).Select(file => file.FullName)];

    private static FileInfo[] InfosIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*.key") : [];
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new KeyMaterialException($"{folder} cannot be looked into: {denied.Message} It must belong to the user that the service runs as (chown).", denied);
        }
    }
}

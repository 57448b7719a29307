using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>The signing keys of this edge, one file each. A key is published as soon as its file is there, signs during its terms, and stays published until its last token has expired.</summary>
public sealed class SigningKeys : IDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromDays(90);
    private static readonly TimeSpan Notice = TimeSpan.FromDays(7);
    private readonly ImmutableArray<SigningKey> _keys;

    private SigningKeys(IEnumerable<SigningKey> keys) => _keys = [.. keys.OrderByDescending(key => key.Terms.SignsFrom)];

    /// <summary>Reads every <c>*.key</c> of a folder.</summary>
    /// <exception cref="KeyMaterialException">There is none, or one of them cannot be used.</exception>
    public static SigningKeys Load(string folder)
    {
        var paths = PathsIn(folder);
        if (paths.Length == 0) throw new KeyMaterialException($"{folder} holds no signing key (<kid>.key).");
        return new(paths.Select(SigningKeyFile.Read));
    }

    /// <summary>
    /// Makes the first key, and the next one when the last has less than 7 days to sign: for Development, where no operator does it. The next
    /// takes over when the last ends, or at once when there is none.
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

    /// <summary>The newest key that signs now.</summary>
    /// <exception cref="KeyMaterialException">None does.</exception>
    public SigningKey SignerAt(DateTimeOffset now)
    {
        foreach (var key in _keys)
        {
            if (key.Terms.SignsAt(now)) return key;
        }

        throw new KeyMaterialException("No signing key is in use: all have ended or are not to start yet.");
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

    private static string[] PathsIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.key") : [];
}

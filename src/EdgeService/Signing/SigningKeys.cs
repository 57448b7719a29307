using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The signing keys of this edge, one file each, and those it had that were compromised. A key is published and signs as its terms say, and
/// stays published until its last token has expired or its file is taken away. Immutable; a change in the folder is a new set.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromDays(90);
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);
    private readonly ImmutableArray<StoredKey> _stored;

    private SigningKeys(string mark, IEnumerable<StoredKey> keys, IEnumerable<CompromisedKey> compromised)
    {
        (Mark, Compromised) = (mark, [.. compromised]);
        var marked = keys.ToLookup(stored => Compromised.Any(key => key.Id == stored.Key.Id));
        _stored = [.. marked[false].OrderByDescending(stored => stored.Key.Terms.SignsFrom)];
        Lost = [.. marked[true]];
    }

    /// <summary>What <see cref="MarkOf"/> said of the folder just before it was read; empty when not all of it was.</summary>
    public string Mark { get; }

    /// <summary>Newest first.</summary>
    public IEnumerable<SigningKey> Keys => _stored.Select(stored => stored.Key);

    public IEnumerable<KeyId> Ids => Keys.Select(key => key.Id);

    public ImmutableArray<CompromisedKey> Compromised { get; }

    /// <summary>Keys that are marked as compromised while their file is still there.</summary>
    public ImmutableArray<StoredKey> Lost { get; }

    /// <summary>Reads every <c>*.key</c> of a folder.</summary>
    /// <exception cref="KeyMaterialException">There is none, or one of them cannot be used.</exception>
    public static SigningKeys Load(string folder)
    {
        var (mark, faults) = (MarkOf(folder), new List<string>());
        var compromised = CompromisedKey.ReadAll(folder, faults);
        if (faults.Count > 0) throw new KeyMaterialException(string.Join(" ", faults));
        var stored = KeyFolders.FilesIn(folder, "*" + SigningKeyFile.Ending).Select(file => new StoredKey(file.FullName, SigningKeyFile.Read(file.FullName))).ToList();
        if (stored.Count == 0) throw new KeyMaterialException($"{folder} holds no signing key (<kid>.key).");
        return new(mark, stored, compromised);
    }

    /// <summary>
    /// The keys of a folder that can be used, and those of an earlier set whose files cannot be read any more: for when what is new there
    /// must not wait until a person has put the rest right.
    /// </summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static SigningKeys LoadUsable(string folder, SigningKeys before)
    {
        var files = KeyFolders.FilesIn(folder, "*" + SigningKeyFile.Ending);
        return new("", files.Select(file => Usable(file.FullName, before)).OfType<StoredKey>(), CompromisedKey.ReadAll(folder, []));
    }

    /// <summary>The same keys, less those that are believed no more.</summary>
    public SigningKeys StruckOff(IReadOnlyList<CompromisedKey> compromised) => new("", _stored.AddRange(Lost), compromised);

    /// <summary>Names, lengths and times of the files: another text means that the folder holds something else.</summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static string MarkOf(string folder) => KeyFolders.MarkOf(folder, "*" + SigningKeyFile.Ending, "*" + CompromisedKey.Ending);

    /// <summary>
    /// Makes the first key, and the next one when the last has less than 30 days to sign: for Development, where no operator does it and
    /// the service may be left running for weeks. The next takes over when the last ends, or at once when there is none.
    /// </summary>
    public static void CreateMissing(string folder, DateTimeOffset now)
    {
        var ends = KeyFolders.FilesIn(folder, "*" + SigningKeyFile.Ending).Select(file =>
        {
            using var key = SigningKeyFile.Read(file.FullName);
            return key.Terms.SignsUntil;
        });
        var end = ends.Where(one => one != SigningTerms.Never).Append(now).Max();
        if (end > now + Notice) return;
        SigningKeyFile.Create(folder, new SigningTerms(end, end + Term, KeyScope.Everything) { PublishedFrom = now });
    }

    /// <summary>The newest key that signs now and may sign these claims for a venue; null if there is none.</summary>
    /// <param name="claims">What is to be signed.</param>
    /// <param name="venue">Where the token opens, as <c>partner:venue</c>.</param>
    /// <param name="now">The time of signing.</param>
    public SigningKey? SignerFor(in TokenClaims claims, string venue, DateTimeOffset now)
    {
        foreach (var (_, key) in _stored)
        {
            if (key.Terms.SignsAt(now) && key.Terms.Scope.Covers(claims, venue, now)) return key;
        }

        return null;
    }

    /// <summary>Where the file of a key lies; null when it is none of these.</summary>
    public string? PathOf(KeyId id) => _stored.Where(stored => stored.Key.Id == id).Select(stored => stored.Path).FirstOrDefault();

    /// <summary>Whether a key signs now.</summary>
    public bool SignAt(DateTimeOffset now) => Keys.Any(key => key.Terms.SignsAt(now));

    /// <summary>The keys whose tokens can still be good: those before and during their terms, and those after them for as long as tokens last.</summary>
    public KeyList PublishedAt(DateTimeOffset now) => new(
        Keys.Where(key => key.Terms.IsListedAt(now)).Select(key => key.Verification),
        Compromised.Where(key => key.IsNamedAt(now)).Select(key => key.Id));

    public void Dispose()
    {
        foreach (var (_, key) in _stored.AddRange(Lost)) key.Dispose();
    }

    private static StoredKey? Usable(string path, SigningKeys before)
    {
        try
        {
            return new StoredKey(path, SigningKeyFile.Read(path));
        }
        catch (KeyMaterialException)
        {
            return before._stored.FirstOrDefault(stored => stored.Path == path);
        }
    }
}

/// <summary>A key and where its file lies.</summary>
public sealed record StoredKey(string Path, SigningKey Key);

using System.Collections.Frozen;

namespace EdgeService.Identity;

/// <summary>The revocation lists in force, one an authority. An authority without one revokes nothing; a list once in force stays until a newer one comes.</summary>
public sealed class RevocationLists
{
    private FrozenDictionary<string, RevocationList> _lists = FrozenDictionary<string, RevocationList>.Empty;
    private long _version;

    /// <summary>Rises whenever another list comes into force.</summary>
    public long Version => Volatile.Read(ref _version);

    public IReadOnlyCollection<RevocationList> All => Volatile.Read(ref _lists).Values;

    /// <param name="issuer">The authority's encoded name.</param>
    public RevocationList? Of(string issuer) => Volatile.Read(ref _lists).GetValueOrDefault(issuer);

    /// <summary>Puts a list in force. False if it is the one in force already.</summary>
    /// <exception cref="FormatException">A newer one is in force.</exception>
    public bool Put(RevocationList list)
    {
        if (Of(list.Issuer) is { } known)
        {
            if (list.Number < known.Number || list.ThisUpdate < known.ThisUpdate)
                throw new FormatException($"is older than the list of {list.Name} in force.");
            if (list.ThisUpdate == known.ThisUpdate && list.Number == known.Number && list.Serials.SetEquals(known.Serials))
                return false;
        }

        var next = new Dictionary<string, RevocationList>(_lists) { [list.Issuer] = list };
        Volatile.Write(ref _lists, next.ToFrozenDictionary(StringComparer.Ordinal));
        Interlocked.Increment(ref _version);
        return true;
    }
}

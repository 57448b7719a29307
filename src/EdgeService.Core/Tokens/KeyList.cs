using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EdgeService.Core.Tokens;

/// <summary>The keys whose tokens a verifier accepts. Immutable; a change is a new list.</summary>
public sealed class KeyList
{
    private readonly FrozenDictionary<KeyId, VerificationKey> _byId;

    /// <summary>A list of keys; of two with the same id the later counts. A compromised key is on no list, whoever names it.</summary>
    public KeyList(IEnumerable<VerificationKey> keys, IEnumerable<KeyId>? compromised = null)
    {
        Compromised = (compromised ?? []).ToFrozenSet();
        Keys = [.. keys.Where(key => !Compromised.Contains(key.Id))];
        _byId = Keys.GroupBy(key => key.Id).ToFrozenDictionary(group => group.Key, group => group.Last());
    }

    public static KeyList Empty { get; } = new([]);

    /// <summary>In the order given.</summary>
    public ImmutableArray<VerificationKey> Keys { get; }

    /// <summary>Keys that are believed no more: their tokens get a verdict of their own.</summary>
    public FrozenSet<KeyId> Compromised { get; }

    public VerificationKey? Find(KeyId id) => _byId.GetValueOrDefault(id);
}

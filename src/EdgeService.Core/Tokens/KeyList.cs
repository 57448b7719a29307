using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EdgeService.Core.Tokens;

/// <summary>The keys whose tokens a verifier accepts. Immutable; a change is a new list.</summary>
public sealed class KeyList
{
    private readonly FrozenDictionary<KeyId, VerificationKey> _byId;

    /// <summary>A list of keys; of two with the same id the later counts.</summary>
    public KeyList(IEnumerable<VerificationKey> keys)
    {
        Keys = [.. keys];
        _byId = Keys.GroupBy(key => key.Id).ToFrozenDictionary(group => group.Key, group => group.Last());
    }

    public static KeyList Empty { get; } = new([]);

    /// <summary>In the order given.</summary>
    public ImmutableArray<VerificationKey> Keys { get; }

    public VerificationKey? Find(KeyId id) => _byId.GetValueOrDefault(id);
}

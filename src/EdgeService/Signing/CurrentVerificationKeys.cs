using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>The key list in force. Swapped whole; a verification under way keeps the list it began with.</summary>
public sealed class CurrentVerificationKeys(KeyList keys)
{
    private volatile KeyList _keys = keys;

    public KeyList Keys => _keys;

    public void Swap(KeyList keys) => _keys = keys;
}

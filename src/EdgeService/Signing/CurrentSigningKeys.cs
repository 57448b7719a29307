namespace EdgeService.Signing;

/// <summary>
/// The signing keys in force. Swapped whole; a signature under way ends with the key it began with, which is why a set that was replaced is not
/// disposed of but left to go when nobody holds it.
/// </summary>
public sealed class CurrentSigningKeys(SigningKeys keys) : IDisposable
{
    private volatile SigningKeys _keys = keys;

    public SigningKeys Keys => _keys;

    public void Swap(SigningKeys keys) => _keys = keys;

    public void Dispose() => _keys.Dispose();
}

using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The deployment's ciphers, one set for each thread, since the platform's cipher objects are not safe for several. Take them where they are
/// used and do not carry them across an await.
/// </summary>
public sealed class SealingCiphers(DeploymentSecrets secrets) : IDisposable
{
    private readonly ThreadLocal<ServiceCiphers[]> _service = new(() => [.. secrets.Sealing.Select(keys => new ServiceCiphers(keys))], trackAllValues: true);
    private readonly ThreadLocal<AesGcm[]> _appCodes = new(secrets.CreateAppCodeCiphers, trackAllValues: true);

    /// <summary>For sealing tokens, grant ids and decision ids.</summary>
    public ServiceCiphers Service => _service.Value![0];

    /// <summary>For opening them: of all versions, that in use first.</summary>
    public ReadOnlySpan<ServiceCiphers> Opening => _service.Value;

    /// <summary>Of all versions, the highest first.</summary>
    public ReadOnlySpan<AesGcm> AppCodes => _appCodes.Value;

    public void Dispose()
    {
        foreach (var ciphers in _service.Values.SelectMany(all => all)) ciphers.Dispose();
        foreach (var cipher in _appCodes.Values.SelectMany(all => all)) cipher.Dispose();
        _service.Dispose();
        _appCodes.Dispose();
    }
}

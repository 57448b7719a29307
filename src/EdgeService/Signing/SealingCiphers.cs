using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The deployment's ciphers, one set for each thread, since the platform's cipher objects are not safe for several. Take them where they are
/// used and do not carry them across an await.
/// </summary>
public sealed class SealingCiphers(DeploymentSecrets secrets) : IDisposable
{
    private readonly ThreadLocal<ServiceCiphers> _service = new(() => new(secrets.Service), trackAllValues: true);
    private readonly ThreadLocal<AesGcm> _appCodes = new(secrets.CreateAppCodeCipher, trackAllValues: true);

    /// <summary>For tokens, grant ids and decision ids.</summary>
    public ServiceCiphers Service => _service.Value!;

    public AesGcm AppCodes => _appCodes.Value!;

    public void Dispose()
    {
        foreach (var ciphers in _service.Values) ciphers.Dispose();
        foreach (var cipher in _appCodes.Values) cipher.Dispose();
        _service.Dispose();
        _appCodes.Dispose();
    }
}

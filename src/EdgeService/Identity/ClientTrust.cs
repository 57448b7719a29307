using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>
/// Client certificates are traced to the configured authorities alone, for the purpose of client authentication, without asking
/// the network. Each role has authorities of its own: what those of terminals have signed is never an operator's.
/// </summary>
public sealed class ClientTrust(IReadOnlyDictionary<CallerRole, X509Certificate2Collection> authorities)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>The authorities of every role.</summary>
    public IReadOnlyCollection<X509Certificate2> Authorities { get; } = [.. authorities.Values.SelectMany(own => own)];

    /// <summary>What a handshake asks of a certificate, whosever it is: that one of the authorities stands behind it.</summary>
    public X509ChainPolicy NewPolicy() => PolicyFor(authorities.Values);

    /// <summary>Whether an authority of that very role stands behind a certificate.</summary>
    public bool Vouches(CallerRole role, X509Certificate2 certificate) => ChainOf(role, certificate) is not null;

    /// <summary>The certificates above one, up to an authority of that very role; null if none stands behind it.</summary>
    public IReadOnlyList<X509Certificate2>? ChainOf(CallerRole role, X509Certificate2 certificate)
    {
        if (!authorities.TryGetValue(role, out var own))
            return null;
        using var chain = new X509Chain { ChainPolicy = PolicyFor([own]) };
        return chain.Build(certificate) ? [.. chain.ChainElements.Skip(1).Select(element => element.Certificate)] : null;
    }

    private static X509ChainPolicy PolicyFor(IEnumerable<X509Certificate2Collection> trusted)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        foreach (var own in trusted)
            policy.CustomTrustStore.AddRange(own);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        return policy;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Development;
using EdgeService.Doors;
using EdgeService.Identity;

namespace EdgeService.Start;

/// <summary>Outside Development everything is provided and nothing is made. All that is missing or made is found at once.</summary>
public static class Provisions
{
    public static IReadOnlyList<string> FaultsOf(IConfiguration configuration)
    {
        var faults = Provision.All.SelectMany(provision => FaultsOf(provision, configuration[provision.Setting])).ToList();
        if (configuration[DoorsOptions.Section + ":PlaintextPort"] is not null)
            faults.Add("Edge:Doors:PlaintextPort: the plaintext door opens in Development only. Remove the setting.");
        if (!faults.Any(fault => fault.StartsWith(PkiOptions.Section, StringComparison.Ordinal)))
            faults.AddRange(CertificateFaults(configuration.GetRequiredSection(PkiOptions.Section).Get<PkiOptions>()!));
        return faults;
    }

    private static IEnumerable<string> FaultsOf(Provision provision, string? place)
    {
        if (string.IsNullOrWhiteSpace(place))
            yield return $"{provision.Setting}: is not set. Provide {provision.Need}";
        else if (MadeMark.IsOn(place))
            yield return $"{provision.Setting}: {place} was made for Development. Provide {provision.Need}";
        else if (LackOf(provision.Kind, place) is { } lack)
            yield return $"{provision.Setting}: {place} {lack}. Provide {provision.Need}";
    }

    private static string? LackOf(ProvisionKind kind, string place)
    {
        try
        {
            return Exists(kind, place) ? null : "does not exist";
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read by the user that the service runs as ({denied.Message})";
        }
    }

    private static bool Exists(ProvisionKind kind, string place) => kind switch
    {
        ProvisionKind.File => File.Exists(place),
        ProvisionKind.Folder => Directory.Exists(place) && Directory.EnumerateFiles(place).Any(),
        _ => true,
    };

    private static IEnumerable<string> CertificateFaults(PkiOptions pki)
    {
        var authorities = new X509Certificate2Collection();
        if (Fault(() => authorities.ImportFromPemFile(pki.AuthorityFile!)) is { } unreadable)
            yield return $"Edge:Pki:AuthorityFile: {unreadable}";
        else if (authorities.Count == 0)
            yield return "Edge:Pki:AuthorityFile: holds no certificate. Provide the authorities that client certificates are traced to, as PEM.";
        else if (authorities.Any(authority => authority.Subject == MadeMark.AuthorityName))
            yield return "Edge:Pki:AuthorityFile: holds the authority made for Development. Provide your own.";
        if (Fault(() => X509Certificate2.CreateFromPemFile(pki.CertificateFile!, pki.KeyFile).Dispose()) is { } unusable)
            yield return $"Edge:Pki:CertificateFile: {unusable}";
    }

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return fault.Message;
        }
    }
}

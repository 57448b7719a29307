using System.Security.Cryptography.X509Certificates;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;

namespace EdgeService.Tests.Start;

/// <summary>A home as an operator provides it: the data that Development makes, without its marks, under authorities of its own.</summary>
public sealed class ProvidedHome : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new();

    public ProvidedHome()
    {
        MadeHome.CopyTo(_folder);
        foreach (var mark in Directory.GetFiles(Path, "made", SearchOption.AllDirectories))
            File.Delete(mark);
        Directory.Delete(At("pki"), recursive: true);
        Directory.CreateDirectory(At("pki"));
        using var terminals = Authority("terminals-ca");
        foreach (var name in new[] { "member-apps-ca", "operators-ca" })
            Authority(name).Dispose();
        using var own = Authority("ca");
        Write("server", TrialCertificates.Signed(own, [], TrialCertificates.ForServers));
        Write("bike-dock", TrialCertificates.Signed(terminals, ["urn:perks:terminal:citybike:central-park:dock-1"]));
    }

    public string Path => _folder.Path;

    /// <summary>What an operator sets: Production, free ports, and root where the tests run as root.</summary>
    public IReadOnlyList<string> Settings => ["--environment=Production", $"--Edge:Home={Path}", "--Edge:Doors:Port=0", "--Edge:Host:AllowRoot=true", "--Logging:LogLevel:Default=Warning"];

    public string At(params string[] parts) => _folder.At(parts);

    public void Dispose() => _folder.Dispose();

    private X509Certificate2 Authority(string name)
    {
        var authority = TrialCertificates.Authority($"CN=an operator's {name}");
        File.WriteAllText(At("pki", name + ".pem"), authority.ExportCertificatePem());
        return authority;
    }

    private void Write(string name, X509Certificate2 certificate)
    {
        using var held = certificate;
        using var key = held.GetECDsaPrivateKey()!;
        File.WriteAllText(At("pki", name + ".pem"), held.ExportCertificatePem());
        File.WriteAllText(At("pki", name + ".key"), key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("pki", name + ".key"), OwnerOnly);
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Development;

/// <summary>One certificate that Development makes: its file's name and what it may claim.</summary>
/// <param name="File">Name of its files without ending.</param>
/// <param name="Urn">The caller it names; null for the server.</param>
/// <param name="Authority">Who signs it: the file's name of an authority.</param>
public sealed record CertificateName(string File, string? Urn, string Authority)
{
    /// <summary>Signs the server's certificate: what callers trust.</summary>
    public const string ServerAuthority = "ca";

    private const string Terminals = "terminals-ca";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static IReadOnlyList<CertificateName> All { get; } =
    [
        new("server", null, ServerAuthority),
        new("bike-dock", "urn:perks:terminal:citybike:central-park:dock-1", Terminals),
        new("library-kiosk", "urn:perks:terminal:citylib:main-library:kiosk-1", Terminals),
        new("hospital-desk", "urn:perks:terminal:cityhospital:east-wing:desk-1", Terminals),
        new("lounge-gate", "urn:perks:terminal:railway:central-station:gate-1", Terminals),
        new("retail-counter", "urn:perks:terminal:retailer:flagship:counter-1", Terminals),
        new("partner-desk", "urn:perks:terminal:creditdesk:downtown:desk-1", Terminals),
        new("member-app", "urn:perks:member-app:development", "member-apps-ca"),
        new("operator", "urn:perks:operator:development", "operators-ca"),
        new("replica", "urn:perks:replica:development", "replicas-ca"),
    ];

    public string Purpose => Urn is null ? ServerAuthentication : ClientAuthentication;

    public X509Extension AlternativeNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        if (Urn is not null)
        {
            names.AddUri(new Uri(Urn));
            return names.Build();
        }

        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}

using System.ComponentModel.DataAnnotations;

namespace EdgeService.Identity;

/// <summary>Certificates, all PEM files. Each role has an authority of its own: what another has signed is nobody's certificate.</summary>
public sealed record PkiOptions
{
    public const string Section = "Edge:Pki";

    /// <summary>The authorities of terminals' certificates, and no others': self-signed, and signing for themselves. Intermediate authorities are not supported, for any role.</summary>
    [Required]
    public string? TerminalAuthorityFile { get; set; }

    /// <summary>The authorities of member apps' certificates.</summary>
    [Required]
    public string? MemberAppAuthorityFile { get; set; }

    /// <summary>The authorities of operators' certificates.</summary>
    [Required]
    public string? OperatorAuthorityFile { get; set; }

    /// <summary>The authorities of replicas' certificates. Without them there are no replicas.</summary>
    public string? ReplicaAuthorityFile { get; set; }

    /// <summary>The server's certificate, followed by intermediates if there are any.</summary>
    [Required]
    public string? CertificateFile { get; set; }

    /// <summary>The server's private key.</summary>
    [Required]
    public string? KeyFile { get; set; }

    /// <summary>
    /// Whether a terminal's certificate must stand in the register, as those do that an edge has issued. Without it any of the terminals'
    /// authority will do until the register says otherwise. Recommended for production.
    /// </summary>
    public bool RequireRegistered { get; set; }

    /// <summary>How long terminals known good go on while the register is out of reach.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan RegisterLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// The authority that this edge issues terminals' certificates with: one that stands in TerminalAuthorityFile. Only an edge
    /// that enrols terminals needs it.
    /// </summary>
    public string? IssuingCertificateFile { get; set; }

    /// <summary>Its private key, mode 0600.</summary>
    public string? IssuingKeyFile { get; set; }

    /// <summary>How long a certificate that is issued is good.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan CertificateLife { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a certificate is good after another has taken its place.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan RenewalOverlap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Watched folder of certificate revocation lists of any role's authorities: *.crl or *.pem, DER or PEM. It need not be there.
    /// </summary>
    public string RevocationFolder { get; set; } = "";

    /// <summary>How long a revocation list is gone by after its next one was due. From then on nobody of its authority is let in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RevocationGrace { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Every role with the setting that names its authorities, and the file named; null where none is.</summary>
    public IEnumerable<(CallerRole Role, string Setting, string? File)> AuthorityFiles() =>
    [
        (CallerRole.Terminal, $"{Section}:{nameof(TerminalAuthorityFile)}", TerminalAuthorityFile),
        (CallerRole.MemberApp, $"{Section}:{nameof(MemberAppAuthorityFile)}", MemberAppAuthorityFile),
        (CallerRole.Operator, $"{Section}:{nameof(OperatorAuthorityFile)}", OperatorAuthorityFile),
        (CallerRole.Replica, $"{Section}:{nameof(ReplicaAuthorityFile)}", string.IsNullOrEmpty(ReplicaAuthorityFile) ? null : ReplicaAuthorityFile),
    ];
}

using System.ComponentModel.DataAnnotations;

namespace EdgeService.Identity;

/// <summary>Certificates, all PEM files. Each role has an authority of its own: what another has signed is nobody's certificate.</summary>
public sealed record PkiOptions
{
    public const string Section = "Edge:Pki";

    /// <summary>The authorities of terminals' certificates, and no others': self-signed, with intermediates if there are any.</summary>
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

    /// <summary>Every role with the setting that names its authorities, and the file named; null where none is.</summary>
    public IEnumerable<(CallerRole Role, string Setting, string? File)> AuthorityFiles() =>
    [
        (CallerRole.Terminal, $"{Section}:{nameof(TerminalAuthorityFile)}", TerminalAuthorityFile),
        (CallerRole.MemberApp, $"{Section}:{nameof(MemberAppAuthorityFile)}", MemberAppAuthorityFile),
        (CallerRole.Operator, $"{Section}:{nameof(OperatorAuthorityFile)}", OperatorAuthorityFile),
        (CallerRole.Replica, $"{Section}:{nameof(ReplicaAuthorityFile)}", string.IsNullOrEmpty(ReplicaAuthorityFile) ? null : ReplicaAuthorityFile),
    ];
}

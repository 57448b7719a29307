using System.ComponentModel.DataAnnotations;

namespace EdgeService.Identity;

/// <summary>Certificates, all PEM files.</summary>
public sealed record PkiOptions
{
    public const string Section = "Edge:Pki";

    /// <summary>The authorities that client certificates are traced to, and no others.</summary>
    [Required]
    public string? AuthorityFile { get; set; }

    /// <summary>The server's certificate, followed by intermediates if there are any.</summary>
    [Required]
    public string? CertificateFile { get; set; }

    /// <summary>The server's private key.</summary>
    [Required]
    public string? KeyFile { get; set; }
}

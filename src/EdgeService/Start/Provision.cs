namespace EdgeService.Start;

/// <summary>One thing a deployment provides.</summary>
/// <param name="Setting">The setting that names its place.</param>
/// <param name="Kind">A file that exists, a folder with such files, or a file that the service makes.</param>
/// <param name="Need">What to provide, as the sentence goes on after "Provide".</param>
public sealed record Provision(string Setting, ProvisionKind Kind, string Need)
{
    public static IReadOnlyList<Provision> All { get; } =
    [
        new("Edge:Pki:TerminalAuthorityFile", ProvisionKind.File, "the authorities of terminals' certificates, as PEM."),
        new("Edge:Pki:MemberAppAuthorityFile", ProvisionKind.File, "the authorities of member apps' certificates, as PEM."),
        new("Edge:Pki:OperatorAuthorityFile", ProvisionKind.File, "the authorities of operators' certificates, as PEM."),
        new("Edge:Pki:CertificateFile", ProvisionKind.File, "the server's certificate and its intermediates, as PEM."),
        new("Edge:Pki:KeyFile", ProvisionKind.File, "the server's private key, as PEM."),
        new("Edge:Signing:SecretFolder", ProvisionKind.Folder, "the deployment's secrets: member.key, app-code.key, seal.key, 32 random bytes each."),
        new("Edge:Signing:KeyFolder", ProvisionKind.Folder, "this edge's token signing keys."),
        new("Edge:Snapshots:Folder", ProvisionKind.Folder, "a signed snapshot."),
        new("Edge:Snapshots:TrustFolder", ProvisionKind.Folder, "the public keys whose snapshots are served, as *.pem."),
        new("Edge:Snapshots:ChangesFolder", ProvisionKind.Made, "a place for changes, of this edge alone."),
        new("Edge:Catalog:File", ProvisionKind.File, "the catalog."),
        new("Edge:Ledger:Path", ProvisionKind.Made, "a place for the ledger."),
        new("Edge:Audit:Folder", ProvisionKind.Made, "a place for the audit log, of this edge alone."),
    ];
}

/// <summary>What is expected at a place.</summary>
public enum ProvisionKind
{
    File,
    Folder,
    Made,
}

namespace EdgeService;

/// <summary>Where each room finds its files under the home folder, unless configuration names other places.</summary>
public static class HomeLayout
{
    public const string HomeSetting = "Edge:Home";
    public const string DefaultHome = ".edge";

    public static IReadOnlyDictionary<string, string?> Settings(string home) => new Dictionary<string, string?>
    {
        ["Edge:Pki:TerminalAuthorityFile"] = Path.Combine(home, "pki", "terminals-ca.pem"),
        ["Edge:Pki:MemberAppAuthorityFile"] = Path.Combine(home, "pki", "member-apps-ca.pem"),
        ["Edge:Pki:OperatorAuthorityFile"] = Path.Combine(home, "pki", "operators-ca.pem"),
        ["Edge:Pki:CertificateFile"] = Path.Combine(home, "pki", "server.pem"),
        ["Edge:Pki:KeyFile"] = Path.Combine(home, "pki", "server.key"),
        ["Edge:Pki:RevocationFolder"] = Path.Combine(home, "pki", "revoked"),
        ["Edge:Signing:SecretFolder"] = Path.Combine(home, "secret"),
        ["Edge:Signing:KeyFolder"] = Path.Combine(home, "keys"),
        ["Edge:Signing:TrustFolder"] = Path.Combine(home, "trusted-keys"),
        ["Edge:Snapshots:Folder"] = Path.Combine(home, "snapshots"),
        ["Edge:Snapshots:TrustFolder"] = Path.Combine(home, "snapshot-keys"),
        ["Edge:Snapshots:ChangesFolder"] = Path.Combine(home, "changes"),
        ["Edge:Catalog:File"] = Path.Combine(home, "catalog.json"),
        ["Edge:Ledger:Path"] = Path.Combine(home, "ledger", "ledger.db"),
        ["Edge:Ledger:OutageJournal"] = Path.Combine(home, "ledger", "outage.journal"),
        ["Edge:Accesses:Folder"] = Path.Combine(home, "accesses"),
        ["Edge:DecisionLog:Folder"] = Path.Combine(home, "decisions"),
        ["Edge:Audit:Folder"] = Path.Combine(home, "audit"),
    };

    /// <summary>What Development makes beyond that; elsewhere it is there only where a setting says so.</summary>
    public static IReadOnlyDictionary<string, string?> DevelopmentSettings(string home) => new Dictionary<string, string?>
    {
        ["Edge:Pki:ReplicaAuthorityFile"] = Path.Combine(home, "pki", "replicas-ca.pem"),
        ["Edge:Pki:IssuingCertificateFile"] = Path.Combine(home, "pki", "terminals-ca.pem"),
        ["Edge:Pki:IssuingKeyFile"] = Path.Combine(home, "pki", "terminals-ca.key"),
    };
}

using EdgeService.Client;

namespace EdgeCtl.Home;

/// <summary>The folder that a service in Development keeps its certificates, keys and data in.</summary>
internal sealed class EdgeHome(string folder)
{
    private const string DefaultName = ".edge";

    /// <summary>What makes the home.</summary>
    public const string StartCommand = "dotnet run --project src/EdgeService";

    public string Folder { get; } = folder;

    public string Authority => Needed(Path.Combine(Folder, "pki", "ca.pem"));

    public string AppCodeKey => Needed(Path.Combine(Folder, "secret", "app-code.key"));

    public string MemberSecret => Needed(Path.Combine(Folder, "secret", "member.key"));

    /// <summary>The secret that seals and names what leaves the edge, and binds the lines of its audit log.</summary>
    public string SealSecret => Needed(Path.Combine(Folder, "secret", "seal.key"));

    public string AuditFolder => Path.Combine(Folder, "audit");

    public string Catalog => Needed(Path.Combine(Folder, "catalog.json"));

    /// <summary>The text of the catalog; null where there is none.</summary>
    public string? ReadCatalog()
    {
        var path = Path.Combine(Folder, "catalog.json");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>The key that the development dock signs receipts with.</summary>
    public string DockKey => Needed(Path.Combine(Folder, "pki", "bike-dock.receipt.key"));

    /// <summary>The key that signs this home's snapshots.</summary>
    public string SnapshotKey => Needed(Path.Combine(SnapshotKeyFolder, "signing.key"));

    /// <summary>Public keys whose snapshots are served.</summary>
    public string SnapshotKeyFolder => Path.Combine(Folder, "snapshot-keys");

    /// <summary>Changes that the service has taken since its snapshots.</summary>
    public string ChangeLog => Needed(Path.Combine(Folder, "changes", "changes.log"));

    public string SnapshotFolder => Path.Combine(Folder, "snapshots");

    /// <summary>The given folder, or the nearest <c>.edge</c> from <paramref name="directory"/> upward.</summary>
    /// <exception cref="SetupException">There is none.</exception>
    public static EdgeHome Find(string? given, string directory) => TryFind(given, directory)
        ?? throw new SetupException(
            $"There is no {DefaultName} folder here or above.", $"Start the service once, it makes one: {StartCommand}; or name one with --home.");

    /// <summary>The same; null when there is none.</summary>
    public static EdgeHome? TryFind(string? given, string directory)
    {
        if (given is not null)
        {
            return new EdgeHome(Path.GetFullPath(given, directory));
        }

        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, DefaultName);
            if (Directory.Exists(candidate))
            {
                return new EdgeHome(candidate);
            }
        }

        return null;
    }

    /// <summary>Where a role's key and certificate lie, without ending.</summary>
    public string Identity(Role role) => Path.Combine(Folder, "pki", role.Name);

    /// <summary>How <paramref name="role"/> connects to <paramref name="address"/>.</summary>
    public EdgeConnection Connection(Role role, Uri address) => new()
    {
        Address = address,
        AuthorityPemPath = Authority,
        ClientPemPath = Needed(Identity(role) + ".pem"),
        ClientKeyPath = Needed(Identity(role) + ".key"),
    };

    private static string Needed(string path) => File.Exists(path)
        ? path
        : throw new SetupException($"{path} is missing.", $"Start the service once, it makes what is missing: {StartCommand}");
}

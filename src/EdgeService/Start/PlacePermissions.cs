using System.Globalization;

namespace EdgeService.Start;

/// <summary>
/// Whether only those can read and change what the service goes by who should: secrets are their owner's alone, nothing is writable by group or
/// others, and all of it belongs to the user that the service runs as, or to root. Folders are looked at to the bottom.
/// </summary>
public static class PlacePermissions
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] Secrets =
    [
        "Edge:Pki:KeyFile", "Edge:Pki:IssuingKeyFile", "Edge:Signing:SecretFolder", "Edge:Signing:KeyFolder", "Edge:Ledger:Postgres:PasswordFile", "Edge:Ledger:Postgres:OwnerPasswordFile",
    ];

    /// <summary>What a deployment may provide beside all that it must.</summary>
    private static readonly string[] Further =
    [
        "Edge:Pki:ReplicaAuthorityFile", "Edge:Pki:IssuingCertificateFile", "Edge:Pki:RevocationFolder", "Edge:Signing:TrustFolder", "Edge:Accesses:Folder", "Edge:DecisionLog:Folder",
        "Edge:Ledger:OutageJournal",
    ];

    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        if (OperatingSystem.IsWindows())
            return [];
        var trusted = Provision.All.Select(provision => provision.Setting).Except(Secrets).Concat(Further);
        var places = Secrets.SelectMany(setting => PlacesOf(setting, configuration[setting], secret: true))
            .Concat(trusted.SelectMany(setting => PlacesOf(setting, configuration[setting], secret: false)))
            .Prepend(new Place(HomeLayout.HomeSetting, configuration[HomeLayout.HomeSetting]!, Secret: false));
        return places.DistinctBy(place => place.Path).SelectMany(FaultsOf);
    }

    /// <summary>A file and the folder it lies in, where another could be put in its stead; of a folder all that is below it.</summary>
    private static IReadOnlyList<Place> PlacesOf(string setting, string? path, bool secret)
    {
        if (string.IsNullOrWhiteSpace(path) || !Path.Exists(path))
            return [];
        if (!Directory.Exists(path))
            return [new(setting, path, secret), new(setting, Path.GetDirectoryName(Path.GetFullPath(path))!, secret)];
        try
        {
            return [new(setting, path, secret), .. Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Select(below => new Place(setting, below, secret))];
        }
        catch (UnauthorizedAccessException)
        {
            // What cannot be looked into is named as such among the provisions.
            return [];
        }
    }

    private static IEnumerable<string> FaultsOf(Place place)
    {
        if (OperatingSystem.IsWindows() || !Path.Exists(place.Path))
            yield break;
        var mode = File.GetUnixFileMode(place.Path);
        var shown = $"{place.Setting}: {place.Path} has mode {Convert.ToString((int)mode & 0x1FF, 8)}";
        if (place.Secret && !Directory.Exists(place.Path) && (mode & (OthersRead | OthersWrite)) != 0)
            yield return $"{shown}, so others may read it. Give it to its owner alone (chmod 600), and replace the secret if others had access.";
        else if ((mode & OthersWrite) != 0 && (mode & UnixFileMode.StickyBit) == 0)
            yield return $"{shown}, so others may change it. Take that from them (chmod go-w).";
        if (PlaceOwner.Of(place.Path) is { } owner && owner != 0 && owner != PlaceOwner.Ourselves)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{place.Setting}: {place.Path} belongs to user {owner}, and the service runs as {PlaceOwner.Ourselves}. Give it to that user (chown), or to root.");
    }

    private sealed record Place(string Setting, string Path, bool Secret);
}

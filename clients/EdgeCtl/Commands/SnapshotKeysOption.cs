using System.CommandLine;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>The keys that may have signed a snapshot; by default those of the home.</summary>
internal sealed class SnapshotKeysOption
{
    public Option<string[]> Option { get; } = new("--key")
    {
        Description = "PEM file of a key that may have signed it; may be repeated. By default the keys of the home.",
        HelpName = "file",
    };

    public SnapshotTrust Trust(Invocation invocation) => invocation.Value(Option) is { Length: > 0 } keys
        ? new SnapshotTrust(keys.Select(key => SnapshotKeyFiles.LoadPublic(invocation.FullPath(key))))
        : SnapshotKeyFiles.LoadTrust(invocation.Home.SnapshotKeyFolder);

    /// <summary>What the file before may be signed by: the key that signs the next one, and those of the home, so that a key may be changed for another.</summary>
    public static SnapshotTrust TrustBefore(Invocation invocation, SnapshotSigner signer) => new(
        invocation.HomeIfThere?.SnapshotKeyFolder is { } folder && Directory.Exists(folder)
            ? SnapshotKeyFiles.LoadPublicKeys(folder).Prepend(signer.PublicKey)
            : [signer.PublicKey]);
}

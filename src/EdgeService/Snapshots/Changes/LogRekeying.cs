using EdgeService.Building.Files;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeService.Snapshots.Changes;

/// <summary>By which tags members are known now.</summary>
/// <param name="SecretCheck">What a snapshot under this edge's member secret says of it: see <see cref="MemberHashing.CheckOf"/>.</param>
/// <param name="Tags">Present tags by former and present keys; null where they cannot be told. Asked only where something stands under another secret.</param>
public sealed record KnownTags(ulong SecretCheck, Func<IReadOnlyDictionary<MemberKey, MemberTag>?> Tags);

/// <summary>
/// Brings an edge's logs of changes under the member secret in use. What members did is rewritten; what operators changed must be in the first snapshot
/// under that secret, since the numbers of cards among it cannot be told from their tags.
/// </summary>
internal static class LogRekeying
{
    /// <summary>Does nothing where they stand under it. May be killed at any moment and is then done again.</summary>
    /// <exception cref="InvalidDataException">It cannot be done; the message says what next.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static void Run(ChangeLog log, SnapshotOptions options, KnownTags known)
    {
        var folder = options.ChangesFolder;
        if (SecretStamp.IsOf(folder, known.SecretCheck))
            return;
        var (last, held) = (log.Coverage.Runs is [.., var run] ? run.Last : 0, HeldBySnapshots(options.Folder, known.SecretCheck));
        if (last > held)
            throw new InvalidDataException(
                $"{folder} holds changes through {last} under another member secret, and the snapshots under the one in use hold those through {held}. "
                + $"Build a snapshot from input that has them all, with --changes-through {last}.");
        var tags = known.Tags() ?? throw new InvalidDataException(
            $"{folder} stands under another member secret, and the ledger, which knows the former keys, does not answer. Start again when it does.");
        log.Acts.Rekey(tags);
        log.DropThrough(last);
        SecretStamp.Write(folder, known.SecretCheck);
    }

    private static long HeldBySnapshots(string folder, ulong check) => !Directory.Exists(folder) ? 0 : Directory.GetFiles(folder, "*.snap")
        .Select(path => SnapshotPeek.Read(path, out var metadata) is null && metadata!.SecretCheck == check ? metadata.ChangesThrough : 0)
        .DefaultIfEmpty(0)
        .Max();
}

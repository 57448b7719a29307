using EdgeService.Building.Csv;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;

namespace EdgeService.Rekeying;

/// <summary>From files of member ids to keys before and after, as the two snapshots enter members.</summary>
/// <param name="files">The files.</param>
/// <param name="from">The secret before.</param>
/// <param name="to">The secret after.</param>
/// <param name="before">The last snapshot before; null where there is none, and then of two members whose keys collide the later is not known.</param>
/// <param name="after">The first snapshot after.</param>
/// <param name="seal">Seals former keys.</param>
internal sealed class RekeyedMembers(
    IReadOnlyList<string> files, MemberSecret from, MemberSecret to, SnapshotView? before, SnapshotView after, FormerKeySeal seal)
{
    private const int Batch = 4096;

    /// <summary>What is wrong with the files, all lines of it.</summary>
    public static IReadOnlyList<string> FaultsOf(IReadOnlyList<string> files)
    {
        var (faults, unreadable) = (new InputFaults(), new List<string>());
        foreach (var path in files)
        {
            try
            {
                using var file = File.OpenRead(path);
                MemberIdsCsv.Read(file, path, faults, _ => { });
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                unreadable.Add($"--members: {path} cannot be read: {fault.Message}");
            }
        }

        return [.. unreadable, .. faults.Sorted().Select(fault => fault.ToString()), .. faults.NotListed > 0 ? [$"… and {faults.NotListed} bad lines more."] : Array.Empty<string>()];
    }

    /// <summary>Every member of the files.</summary>
    public IEnumerable<RekeyedMember> Read()
    {
        foreach (var path in files)
        {
            foreach (var member in Read(path))
                yield return member;
        }
    }

    /// <summary>One file at a time in memory, as keys of 64 bytes a member.</summary>
    private List<RekeyedMember> Read(string path)
    {
        var members = new List<RekeyedMember>(Batch);
        using var file = File.OpenRead(path);
        MemberIdsCsv.Read(file, path, new InputFaults(), id => members.Add(Of(id)));
        return members;
    }

    private RekeyedMember Of(ReadOnlySpan<byte> id)
    {
        var (old, fresh) = (MemberKeys.TagOf(id, from), MemberKeys.TagOf(id, to));
        var key = before?.KeyOf(old) ?? old.Key;
        return new(key, after.KeyOf(fresh), fresh, seal.Seal(key));
    }
}

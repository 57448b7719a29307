using EdgeService.Building.Journals;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Folding;

/// <summary>
/// What a change log makes of the members of a snapshot: the last standing of everybody it names. Takes memory for these only.
/// </summary>
public sealed class LoggedChanges
{
    private readonly SnapshotView _before;
    private readonly KeySplit _split;
    private readonly SortedDictionary<MemberKey, ChangedMember> _members = [];

    private LoggedChanges(SnapshotView before)
    {
        _before = before;
        _split = new KeySplit(before.Metadata.DirectoryBits);
        AsOf = before.Metadata.AsOf;
        Through = before.Metadata.ChangesThrough;
        Aliases = new FoldedAliases(before);
    }

    /// <summary>Revision of the last change; that of the snapshot when there is none after it.</summary>
    public long Through { get; private set; }

    /// <summary>The moment that the snapshot and the log together describe.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>Changes after those that the snapshot holds already.</summary>
    public long Count { get; private set; }

    /// <summary>Cards and documents that it names.</summary>
    internal FoldedAliases Aliases { get; }

    /// <summary>By prefix.</summary>
    internal IReadOnlyDictionary<MemberKey, ChangedMember> Members => _members;

    /// <summary>Reads a log, whether an edge has it open or not; the snapshot stays open as long as the result is used.</summary>
    /// <exception cref="InvalidDataException">
    /// Changes are missing between the snapshot and the log, or stand in another order; two members collide; or a later version wrote the log.
    /// </exception>
    /// <exception cref="JournalDamagedException">The log cannot be read.</exception>
    public static LoggedChanges Read(string path, SnapshotView before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var changes = new LoggedChanges(before);
        var coverage = ChangeCoverage.Empty;
        JournalReading.Read(path, record =>
        {
            switch (Read(path, record))
            {
                case ChangeMade made when made.Change.Revision <= coverage.Through:
                    throw new InvalidDataException($"{path} holds change {made.Change.Revision} after {coverage.Through}: it is not as an edge wrote it. Build from the input.");
                case ChangeMade made:
                    coverage = coverage.With(made.Change.Revision);
                    changes.Take(made.Change);
                    break;
                case Heartbeat beat:
                    changes.AsOf = Later(changes.AsOf, beat.AsOf);
                    break;
                case ChangesDropped dropped:
                    coverage = coverage with { DroppedThrough = dropped.Through };
                    break;
            }
        });
        return coverage.MissingFrom(before.Metadata.ChangesThrough) is { } missing
            ? throw new InvalidDataException($"The log lacks changes {missing}, which the snapshot does not hold either.")
            : changes;
    }

    private static ChangeRecord Read(string path, ReadOnlyMemory<byte> record)
    {
        try
        {
            return ChangeEncoding.Read(record);
        }
        catch (FormatException unknown)
        {
            throw new InvalidDataException($"{path} holds a record that this version cannot read: {unknown.Message} Run the version that wrote it.", unknown);
        }
    }

    private void Take(StandingChange change)
    {
        if (change.Revision <= _before.Metadata.ChangesThrough)
        {
            return;
        }

        Through = change.Revision;
        AsOf = Later(AsOf, change.At);
        Count++;
        var key = _before.KeyOf(change.Member);
        var prefix = _split.PrefixOf(key);
        if (!_members.TryGetValue(prefix, out var member))
        {
            Standing? before = _before.TryFind(key, out var found) ? found : null;
            member = new ChangedMember(change.Member, key, before is not null, before);
        }
        else if (member.Tag != change.Member)
        {
            throw new InvalidDataException(
                "Two members of the log have keys that this snapshot cannot tell apart: only a build from the input can give one another key.");
        }

        _members[prefix] = member with { After = change.Act.Apply(member.After) };
        Aliases.Take(change.Act, key, IsEnrolled);
    }

    /// <summary>Whether the member entered under the key is enrolled after what has been read.</summary>
    internal bool IsEnrolled(MemberKey key) =>
        _members.TryGetValue(_split.PrefixOf(key), out var member) ? member.After is not null : _before.TryFind(key, out _);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>A member whom a log names.</summary>
/// <param name="Tag">Whom it names.</param>
/// <param name="Key">The key the member is entered under.</param>
/// <param name="WasEnrolled">Whether the snapshot has the member.</param>
/// <param name="After">The standing after the last change; null for who is not enrolled then.</param>
internal sealed record ChangedMember(MemberTag Tag, MemberKey Key, bool WasEnrolled, Standing? After);

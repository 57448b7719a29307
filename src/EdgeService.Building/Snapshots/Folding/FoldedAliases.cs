using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Folding;

/// <summary>Where a log says that cards and documents lead. Takes memory for those alone that it names.</summary>
internal sealed class FoldedAliases(SnapshotView before)
{
    private readonly SortedDictionary<AliasTag, MemberKey?> _later = [];

    /// <summary>Passes over what is no act about a card or document.</summary>
    /// <param name="act">What was done.</param>
    /// <param name="member">To whom, by the key the member is entered under.</param>
    /// <param name="isEnrolled">Tells of a key whether its member is enrolled at this moment of the log.</param>
    public void Take(ChangeAct act, MemberKey member, Func<MemberKey, bool> isEnrolled)
    {
        if (act.AliasOf() is not { } alias)
        {
            return;
        }

        var holder = HolderOf(alias);
        if (act.TryApply(member, isEnrolled(member), holder, holder is { } other && isEnrolled(other), out var after))
        {
            _later[alias] = after;
        }
    }

    /// <summary>Hands on every alias of the next snapshot, ascending; those of people who are not in it are let go.</summary>
    public void Write(Func<MemberKey, bool> isEnrolled, Action<AliasTag, MemberKey> take)
    {
        using var later = _later.GetEnumerator();
        var hasLater = later.MoveNext();
        for (long ordinal = 0; ordinal < before.AliasCount; ordinal++)
        {
            var (tag, member) = before.AliasAt(ordinal) ?? throw new InvalidDataException("The snapshot's aliases cannot be read.");
            for (; hasLater && later.Current.Key < tag; hasLater = later.MoveNext())
            {
                Take(later.Current.Key, later.Current.Value);
            }

            var isLater = hasLater && later.Current.Key == tag;
            Take(tag, isLater ? later.Current.Value : member);
            hasLater = isLater ? later.MoveNext() : hasLater;
        }

        for (; hasLater; hasLater = later.MoveNext())
        {
            Take(later.Current.Key, later.Current.Value);
        }

        void Take(AliasTag tag, MemberKey? member)
        {
            if (member is { } there && isEnrolled(there))
            {
                take(tag, there);
            }
        }
    }

    private MemberKey? HolderOf(in AliasTag alias)
    {
        if (_later.TryGetValue(alias, out var later))
        {
            return later;
        }

        return before.TryFindAlias(alias, out var member) ? member : null;
    }
}

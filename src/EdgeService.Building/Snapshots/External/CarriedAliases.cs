using EdgeService.Building.Csv;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// The cards and documents of the snapshot before, carried on. They name keys, not members: where this build gives a member who was entered under
/// a key another one, that key may be somebody else's now, and what led to it is left out.
/// </summary>
internal sealed class CarriedAliases(SnapshotView previous) : AliasSource
{
    private readonly Replacements _before = Replacements.Of(previous);

    internal override string Name => "the snapshot before";

    internal override long EstimatedRows => previous.AliasCount;

    internal override bool NamesKeysOnly => true;

    internal override void Read(Replacements replacements, InputFaults faults, AliasSink sink)
    {
        var moved = replacements.MovedSince(_before);
        for (long ordinal = 0; ordinal < previous.AliasCount; ordinal++)
        {
            if (previous.AliasAt(ordinal) is { } alias && !moved.Contains(alias.Member))
            {
                sink(new AliasRow(new MemberTag(alias.Member, 0), alias.Tag), ordinal + 1);
            }
        }
    }
}

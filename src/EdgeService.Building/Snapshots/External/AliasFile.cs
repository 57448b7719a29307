using EdgeService.Building.Csv;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Cards and documents as CSV.</summary>
internal sealed class AliasFile(Func<Stream> open, string name, MemberTagging members, AliasTagging aliases) : AliasSource
{
    private long? _rows;

    internal override string Name => name;

    internal override long EstimatedRows => _rows ??= LineEstimate.Of(open);

    internal override void Read(Replacements replacements, InputFaults faults, AliasSink sink)
    {
        using var input = open();
        new AliasesCsv(id => replacements.Enter(members(id)), aliases, faults).Read(input, name, sink);
    }
}

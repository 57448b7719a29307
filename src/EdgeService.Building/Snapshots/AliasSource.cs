using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots.External;
using EdgeService.Core.Members;

namespace EdgeService.Building.Snapshots;

/// <summary>Hashes the number of a card or document under the deployment's secret; false if it is none.</summary>
public delegate bool AliasTagging(MemberRefKind kind, ReadOnlySpan<byte> partnerId, ReadOnlySpan<byte> number, out AliasTag tag);

/// <summary>Where a build learns of cards and documents: a file, or the snapshot before.</summary>
public abstract class AliasSource
{
    private protected AliasSource()
    {
    }

    /// <summary>What it is called in faults.</summary>
    internal abstract string Name { get; }

    /// <summary>About how many there are.</summary>
    internal abstract long EstimatedRows { get; }

    /// <summary>Whether members are named by the keys they are entered under and nothing else.</summary>
    internal virtual bool NamesKeysOnly => false;

    /// <summary>A CSV file; <see cref="AliasesCsv"/> says of which columns.</summary>
    /// <param name="open">Opens it; called more than once.</param>
    /// <param name="name">Such as the path.</param>
    /// <param name="members">Hash of member ids.</param>
    /// <param name="aliases">Hash of numbers.</param>
    public static AliasSource OfCsv(Func<Stream> open, string name, MemberTagging members, AliasTagging aliases) =>
        new AliasFile(open, name, members, aliases);

    /// <summary>A CSV file under the deployment's secret.</summary>
    public static AliasSource OfFile(string path, MemberSecret secret) =>
        OfCsv(() => InputFile.Open(path), path, MemberHashing.Under(secret), MemberHashing.AliasesUnder(secret));

    /// <summary>Those of the snapshot before, which stays open meanwhile.</summary>
    public static AliasSource Carried(Core.Snapshots.SnapshotView previous) => new CarriedAliases(previous);

    /// <summary>Hands on every good line in their order; bad ones go to the faults.</summary>
    /// <param name="replacements">Who is entered under another key in this build.</param>
    /// <param name="faults">Bad lines.</param>
    /// <param name="sink">Takes rows whose members are as entered.</param>
    internal abstract void Read(Replacements replacements, InputFaults faults, AliasSink sink);
}

using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// Keys that occur more than once: of a member listed twice, or of two members whom the file cannot tell apart. Rows do not know their
/// lines, so that whoever finds one goes back to the input for them.
/// </summary>
internal sealed class Repeats
{
    /// <summary>More are only counted: such an input is wrong altogether.</summary>
    private const int MostPrefixes = 100_000;

    private readonly HashSet<ulong> _prefixes = [];

    public bool None => _prefixes.Count == 0;

    /// <summary>Rows of a member who has a row already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Rows in order: those alike as far as the file holds their keys.</summary>
    public static Repeats Among(ReadOnlySpan<MemberRow> sorted, KeySplit split)
    {
        var repeats = new Repeats();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (split.PrefixOf(sorted[i].Tag.Key) == split.PrefixOf(sorted[i - 1].Tag.Key))
            {
                repeats.Add(split.PrefixOf(sorted[i].Tag.Key).Value, sorted[i].Tag == sorted[i - 1].Tag ? 1 : 0);
            }
        }

        return repeats;
    }

    /// <summary>Rows in order: those that are of the same member, by their whole keys.</summary>
    public static Repeats OfOneMember(ReadOnlySpan<MemberRow> sorted)
    {
        var repeats = new Repeats();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Tag == sorted[i - 1].Tag)
            {
                repeats.Add(sorted[i].Tag.Key.Value, 1);
            }
        }

        return repeats;
    }

    public bool Contains(ulong prefix) => _prefixes.Contains(prefix);

    public void Add(Repeats others)
    {
        foreach (var prefix in others._prefixes)
        {
            Add(prefix, 0);
        }

        Duplicates += others.Duplicates;
    }

    private void Add(ulong prefix, int duplicates)
    {
        Duplicates += duplicates;
        if (_prefixes.Count < MostPrefixes)
        {
            _prefixes.Add(prefix);
        }
    }
}

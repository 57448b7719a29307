namespace EdgeService.Building.Snapshots.External;

/// <summary>Members by number of their consent set, counted by one thread.</summary>
internal sealed class ConsentCounting
{
    private long[] _counts = new long[1024];

    public void Count(ulong facts)
    {
        var number = new MemberFacts(facts).ConsentIndex;
        if (number >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(number + 1, 2 * _counts.Length));
        }

        _counts[number]++;
    }

    /// <summary>The counts of several threads together, one for each of <paramref name="sets"/> sets.</summary>
    public static long[] Sum(IEnumerable<ConsentCounting> parts, int sets)
    {
        var sum = new long[sets];
        foreach (var part in parts)
        {
            for (var number = 0; number < Math.Min(sets, part._counts.Length); number++)
            {
                sum[number] += part._counts[number];
            }
        }

        return sum;
    }
}

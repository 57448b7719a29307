namespace EdgeService.Tests.Attacks;

/// <summary>How well two kinds of answers can be told apart by what was measured of them: 0.5 is not at all, 1 always.</summary>
internal static class Likeness
{
    private const int Rounds = 40;
    private const double Rate = 0.05;

    /// <summary>Chance that a value of one kind is greater than one of the other, ties half, whichever way round tells more: the area under the curve.</summary>
    public static double AreaOf(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var area = Area(one, other);
        return Math.Max(area, 1 - area);
    }

    /// <summary>Share of right guesses of the best single threshold, both kinds being equally likely.</summary>
    public static double BestThreshold(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (best, ones, others) = (0.0, 0, 0);
        var all = one.Select(value => (value, IsOne: true)).Concat(other.Select(value => (value, IsOne: false))).OrderBy(each => each.value).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            ones += all[i].IsOne ? 1 : 0;
            others += all[i].IsOne ? 0 : 1;
            if (i + 1 == all.Count || all[i + 1].value > all[i].value)
                best = Math.Max(best, Math.Abs(((double)ones / one.Count) - ((double)others / other.Count)));
        }

        return 0.5 + (best / 2);
    }

    /// <summary>
    /// Area under the curve of a small classifier, a logistic one, that learns from every second answer how to weigh all features and is judged by the
    /// others.
    /// </summary>
    public static double LearnedArea(IReadOnlyList<double[]> one, IReadOnlyList<double[]> other)
    {
        var (means, spreads) = ScaleOf([.. one, .. other]);
        double[] Scaled(double[] features) => [1, .. features.Select((feature, i) => (feature - means[i]) / spreads[i])];
        var learning = Half(one, 0).Select(each => (X: Scaled(each), Y: 1.0)).Concat(Half(other, 0).Select(each => (X: Scaled(each), Y: 0.0))).ToArray();
        new Random(1).Shuffle(learning);
        var weights = new double[learning[0].X.Length];
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var (x, y) in learning)
            {
                var off = y - (1 / (1 + Math.Exp(-Dot(weights, x))));
                for (var i = 0; i < weights.Length; i++)
                    weights[i] += Rate / round * off * x[i];
            }
        }

        return AreaOf([.. Half(one, 1).Select(each => Dot(weights, Scaled(each)))], [.. Half(other, 1).Select(each => Dot(weights, Scaled(each)))]);
    }

    private static double Area(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var sorted = other.Order().ToArray();
        double wins = 0;
        foreach (var value in one)
        {
            var (below, through) = (Below(sorted, value, false), Below(sorted, value, true));
            wins += below + ((through - below) / 2.0);
        }

        return wins / one.Count / other.Count;
    }

    /// <summary>How many are less than the value, or not greater.</summary>
    private static int Below(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static (double[] Means, double[] Spreads) ScaleOf(IReadOnlyList<double[]> all)
    {
        var means = Enumerable.Range(0, all[0].Length).Select(i => all.Average(each => each[i])).ToArray();
        var spreads = means.Select((mean, i) => Math.Max(1e-9, Math.Sqrt(all.Average(each => Math.Pow(each[i] - mean, 2))))).ToArray();
        return (means, spreads);
    }

    private static IEnumerable<double[]> Half(IReadOnlyList<double[]> all, int which) => all.Where((_, i) => i % 2 == which);

    private static double Dot(double[] one, double[] other)
    {
        double sum = 0;
        for (var i = 0; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }
}

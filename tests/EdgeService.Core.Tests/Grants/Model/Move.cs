namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>One random choice. What it comes to depends on where it is met, so that a sequence still means something when moves are left out.</summary>
internal readonly record struct Move(int Op, int Who, int Which, int Thing, int Amount, int Step, int Own, int Flag)
{
    private static readonly int[] Radices = [24, 2, 6, 4, 4, 12, 8, 4];

    /// <summary>How many there are.</summary>
    public static int Count { get; } = Radices.Aggregate((product, radix) => product * radix);

    /// <summary>The move of a number below <see cref="Count"/>.</summary>
    public static Move Of(int number)
    {
        var digits = new int[Radices.Length];
        for (var i = 0; i < digits.Length; i++)
        {
            (number, digits[i]) = (number / Radices[i], number % Radices[i]);
        }

        return new Move(digits[0], digits[1], digits[2], digits[3], digits[4], digits[5], digits[6], digits[7]);
    }

    /// <summary>The same with one choice made the plainest.</summary>
    public IEnumerable<Move> Simpler()
    {
        var self = this;
        Move[] all = [this with { Who = 0 }, this with { Which = 0 }, this with { Thing = 0 }, this with { Amount = 0 }, this with { Step = 0 }, this with { Own = 0 }, this with { Flag = 0 }];
        return all.Where(move => move != self);
    }
}

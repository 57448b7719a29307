using System.Globalization;
using Perks.Edge.V1;

namespace EdgeCtl.Rendering;

/// <summary>What a member gets, in words.</summary>
internal static class BenefitWording
{
    public static string Of(Benefit? benefit) => benefit is null ? "" : string.Join(", ", Parts(benefit));

    private static IEnumerable<string> Parts(Benefit benefit)
    {
        if (benefit.DepositWaived is { } deposit)
        {
            yield return deposit.MinorUnits == 0 ? "no deposit" : $"deposit of {Wording.Of(deposit)} waived";
        }

        if (benefit.CreditLimit is { } limit)
        {
            yield return $"credit up to {Wording.Of(limit)}";
        }

        (int Number, string Text)[] numbers =
        [
            (benefit.TrialDayCount, "days of trial"), (benefit.PayLaterDayCount, "days to pay"), (benefit.DiscountPercent, "% discount"),
        ];
        foreach (var (number, text) in numbers.Where(part => part.Number > 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{number} {text}");
        }

        (bool Given, string Text)[] flags =
        [
            (benefit.QueueAhead, "queue ahead"), (benefit.Access, "entry"), (benefit.Document, "supporting document"), (benefit.ShowsBand, "band shown"),
        ];
        foreach (var (_, text) in flags.Where(part => part.Given))
        {
            yield return text;
        }

        if (benefit.DueAfter is { } due)
        {
            yield return $"to be returned within {Wording.Of(due)}";
        }
    }
}

using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>Amounts of the stories.</summary>
internal static class Yuan
{
    public static Money Of(long minorUnits) => new() { CurrencyCode = "CNY", MinorUnits = minorUnits };
}

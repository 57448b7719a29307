namespace EdgeService.Overview.Shown;

/// <summary>Lengths of bars: 100 is the longest.</summary>
internal static class Lengths
{
    public static double Of(long part, long most) => Math.Round(100.0 * part / most, 2);
}

using System.Globalization;

namespace EdgeService.Benchmarks.Load;

/// <summary>How many connections bring load, and how many calls are under way at once on each.</summary>
internal readonly record struct LoadShape(int Connections, int CallsEach)
{
    /// <summary>Calls under way at once in all.</summary>
    public int InFlight => Connections * CallsEach;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Connections}x{CallsEach}");
}

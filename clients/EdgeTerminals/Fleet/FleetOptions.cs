using EdgeTerminals.Setup;

namespace EdgeTerminals.Fleet;

/// <summary>How a fleet behaves.</summary>
/// <param name="Trade">What its terminals are.</param>
/// <param name="Count">How many.</param>
/// <param name="For">How long members come.</param>
/// <param name="Think">Mean time between two members at a terminal.</param>
/// <param name="Down">Share of links that are down at any time, 0 to 0.9.</param>
/// <param name="Twice">Share of tokens for a group that are shown at a second terminal too.</param>
/// <param name="Skew">Clocks are wrong by up to so much, either way.</param>
/// <param name="Seed">Of the random numbers.</param>
internal sealed record FleetOptions(Trade Trade, int Count, TimeSpan For, TimeSpan Think, double Down, double Twice, TimeSpan Skew, int Seed)
{
    /// <summary>Mean time for which a link stays down.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
}

using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Rights;

/// <summary>A standing as its member is shown it: the band, never a step.</summary>
/// <param name="Band">Low while a listing is in force.</param>
/// <param name="LoweredByListing">Whether a listing, and not the score, makes it low.</param>
public readonly record struct ShownBand(Band Band, bool LoweredByListing)
{
    public static ShownBand Of(in Standing standing, DateTimeOffset now)
    {
        var listed = standing.CourtListed || standing.Bans.Any(ban => ban.InForceAt(now));
        var own = standing.Score.Band;
        return listed ? new(Band.Low, own != Band.Low) : new(own, false);
    }
}

using EdgeService.Ledger;

namespace EdgeService.Flow.Figures;

/// <summary>Another edge of the same ledger.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Version">Version of the service there.</param>
/// <param name="RunningFor">How long it had been running when it was last heard.</param>
/// <param name="SnapshotRevision">The snapshot it serves; 0 for none.</param>
/// <param name="DataAge">How old its data are now, if it has no newer ones.</param>
/// <param name="CatalogRevision">The catalog it serves.</param>
/// <param name="Silence">How long it has not been heard.</param>
public sealed record EdgeLine(int Number, string Version, TimeSpan RunningFor, long SnapshotRevision, TimeSpan DataAge, long CatalogRevision, TimeSpan Silence)
{
    /// <summary>Several words of an edge have not come: it has ended, or does not reach the ledger.</summary>
    public bool IsSilent => Silence > Patience;

    private static TimeSpan Patience => 4 * EdgeMeeting.Interval;

    internal static Known<IReadOnlyList<EdgeLine>> Of(Known<IReadOnlyList<HeardEdge>> heard, int own, DateTimeOffset now) => new(
        heard.Value is null ? null : [.. heard.Value.Where(edge => edge.Sign.Number != own).Select(edge => Of(edge, now - heard.At, now))], heard.At, heard.IsCurrent && now - heard.At <= Patience);

    private static EdgeLine Of(HeardEdge heard, TimeSpan since, DateTimeOffset now)
    {
        var (sign, silence) = (heard.Sign, heard.Silence + (since > TimeSpan.Zero ? since : TimeSpan.Zero));
        return new(sign.Number, sign.Version, now - silence - sign.StartedAt, sign.SnapshotRevision, now - sign.AsOf, sign.CatalogRevision, silence);
    }
}

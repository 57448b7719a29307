using System.Globalization;
using System.Text;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Csv;

/// <summary>
/// Dated bans in an enrolment file: <c>sector:scope:from/until[:lift[:dispute]]</c>, separated by spaces. Dates are days (midnight UTC)
/// or <c>yyyy-MM-ddTHHmmssZ</c>; nothing after the slash means without end.
/// </summary>
public static class BanText
{
    private const string Shape = "sector:scope:from/until[:lift[:dispute]]";
    private const string Moment = "yyyy-MM-dd'T'HHmmss'Z'";
    private const string Day = "yyyy-MM-dd";

    public static string Write(IEnumerable<SectorBan> bans) => string.Join(' ', bans.Select(Write));

    /// <summary>Reads a whole field; null with the reason when a part of it is wrong.</summary>
    public static IReadOnlyList<SectorBan>? Read(ReadOnlySpan<byte> field, out string problem)
    {
        List<SectorBan> bans = [];
        problem = "";
        foreach (var part in Encoding.UTF8.GetString(field).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReadOne(part) is not { } ban)
            {
                problem = $"ban \"{part}\" is not {Shape}, with days as {Day}, the end after the start; sectors: {Names.List<Sector>()}; "
                    + $"scopes: {Names.List<BanScope>()}; lifts: {Names.List<LiftCondition>()}; disputes: {Names.List<DisputeState>()}";
                return null;
            }

            bans.Add(ban);
        }

        return bans;
    }

    private static string Write(SectorBan ban)
    {
        var text = $"{Names.Of(ban.Sector)}:{Names.Of(ban.Scope)}:{Write(ban.From)}/{(ban.Until is { } until ? Write(until) : "")}";
        return (ban.Lift, ban.Dispute) switch
        {
            (LiftCondition.DateOnly, DisputeState.None) => text,
            (_, DisputeState.None) => $"{text}:{Names.Of(ban.Lift)}",
            _ => $"{text}:{Names.Of(ban.Lift)}:{Names.Of(ban.Dispute)}",
        };
    }

    private static string Write(DateTimeOffset time) =>
        time.ToUniversalTime().ToString(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? Day : Moment, CultureInfo.InvariantCulture);

    private static SectorBan? ReadOne(string part)
    {
        var fields = part.Split(':');
        var lift = LiftCondition.DateOnly;
        var dispute = DisputeState.None;
        var read = fields.Length is >= 3 and <= 5
            && Names.TryRead<Sector>(fields[0], out _)
            && Names.TryRead<BanScope>(fields[1], out _)
            && (fields.Length < 4 || Names.TryRead(fields[3], out lift))
            && (fields.Length < 5 || Names.TryRead(fields[4], out dispute));
        if (!read || !TryReadInterval(fields[2], out var from, out var until))
        {
            return null;
        }

        Names.TryRead<Sector>(fields[0], out var sector);
        Names.TryRead<BanScope>(fields[1], out var scope);
        return new SectorBan(sector, scope, from, until, lift, dispute);
    }

    private static bool TryReadInterval(string text, out DateTimeOffset from, out DateTimeOffset? until)
    {
        from = default;
        until = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryReadTime(text[..slash], out from))
        {
            return false;
        }

        if (slash == text.Length - 1)
        {
            return true;
        }

        var read = TryReadTime(text[(slash + 1)..], out var end);
        until = end;
        return read && end > from;
    }

    private static bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, [Day, Moment], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

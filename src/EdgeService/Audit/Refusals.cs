using System.Globalization;
using EdgeService.Building.Audit;

namespace EdgeService.Audit;

/// <summary>
/// Refused calls of the running minute, which begins with the first of them. The first of each kind has a line of its own; how many more came is said when the minute is over.
/// However many come, only so many kinds are told apart; and of those who have proven nothing so few that they cannot crowd the others out.
/// </summary>
internal sealed class Refusals(int mostListed)
{
    private const string Kind = "REFUSED ";
    private const int MostUnproven = 8;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _counting = new();
    private readonly Dictionary<(string Actor, string Act, string Reason), long> _repeated = [];
    private readonly List<AuditEntry> _first = [];
    private DateTimeOffset _since;
    private long _others;
    private int _unproven;

    /// <summary>Counts one.</summary>
    public void Add(DateTimeOffset now, string actor, string act, string reason, string request, string subject)
    {
        lock (_counting)
        {
            var kind = (actor, act, reason);
            if (_repeated.TryGetValue(kind, out var more))
                _repeated[kind] = more + 1;
            else if (HasRoomFor(actor))
                Begin(kind, new AuditEntry(now, actor, act, subject, Kind + reason, request));
            else
                _others++;
        }
    }

    /// <summary>What is to be written now: what was refused first since the last time and, when the minute is over, how often each came.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="ending">Whether the service stops, and no minute will be over.</param>
    public IReadOnlyList<AuditEntry> Take(DateTimeOffset now, bool ending)
    {
        lock (_counting)
        {
            List<AuditEntry> entries = [.. _first];
            _first.Clear();
            if (now - _since < Minute && _since <= now && !ending)
                return entries;
            entries.AddRange(_repeated.Where(each => each.Value > 0).Select(each => More(now, each.Key, each.Value)));
            if (_others > 0)
                entries.Add(new AuditEntry(now, "", "", Count(_others, "more refusals of other kinds"), Kind.TrimEnd(), ""));
            _repeated.Clear();
            (_others, _unproven) = (0, 0);
            return entries;
        }
    }

    /// <summary>Counts again what was taken and could not be written.</summary>
    public void Return(IReadOnlyCollection<AuditEntry> entries)
    {
        lock (_counting)
            _others += entries.Sum(CountOf);
    }

    /// <summary>All of these as one line, when there is no room for more.</summary>
    public static AuditEntry Together(DateTimeOffset now, IReadOnlyCollection<AuditEntry> entries) =>
        new(now, "", "", Count(entries.Sum(CountOf), "refusals, not listed: the day's room is used up"), Kind.TrimEnd(), "");

    private bool HasRoomFor(string actor) => actor == AuditTrail.Unproven ? _unproven < MostUnproven : _repeated.Count - _unproven < mostListed;

    private void Begin((string Actor, string Act, string Reason) kind, AuditEntry first)
    {
        if (_repeated.Count == 0)
            _since = first.Time;
        if (kind.Actor == AuditTrail.Unproven)
            _unproven++;
        _repeated.Add(kind, 0);
        _first.Add(first);
    }

    private static AuditEntry More(DateTimeOffset now, (string Actor, string Act, string Reason) kind, long more) =>
        new(now, kind.Actor, kind.Act, Count(more, "more of the same in this minute"), Kind + kind.Reason, "");

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");

    private static long CountOf(AuditEntry entry) =>
        long.TryParse(entry.Subject.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var more) ? more : 1;
}

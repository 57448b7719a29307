using System.Collections.Immutable;
using EdgeService.Core.Disputes;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>Acts in the order of their numbers.</summary>
/// <param name="Acts">The acts.</param>
/// <param name="Last">The last number that was given out, to an act or a dispute.</param>
public sealed record ActPage(ImmutableArray<KeptAct> Acts, long Last);

/// <summary>Which disputes are wanted; what is null or false lets everything through.</summary>
public sealed record DisputeFilter
{
    /// <summary>Of this member.</summary>
    public MemberKey? Member { get; init; }

    /// <summary>About decisions that this partner's terminals asked for.</summary>
    public string? PartnerId { get; init; }

    public bool OpenOnly { get; init; }

    /// <summary>Open and past their deadline at this moment.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
}

/// <summary>Where a page ended.</summary>
/// <param name="Deadline">Deadline of its last dispute, in milliseconds since 1970.</param>
/// <param name="Number">Number of its last dispute.</param>
public readonly record struct DisputeCursor(long Deadline, long Number);

/// <summary>A dispute with whose it is.</summary>
public sealed record ListedDispute(MemberKey Member, MemberDispute Dispute);

/// <summary>One page.</summary>
/// <param name="Disputes">In order.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record DisputePage(ImmutableArray<ListedDispute> Disputes, DisputeCursor? Next);

/// <summary>The statement that lists disputes, the same for every store.</summary>
internal static class DisputeListing
{
    /// <summary>Text with named parameters, and their values.</summary>
    public static (string Text, IReadOnlyList<(string Name, object Value)> Parameters) Of(DisputeFilter filter, DisputeCursor? after, int most)
    {
        LedgerPages.Bounded(most);
        List<string> conditions = [];
        List<(string, object)> values = [("most", most + 1)];
        var ofMember = filter.Member is not null;
        Add(filter.Member is { } member ? LedgerKeys.Number(member) : null, "member = @member", "member");
        Add(filter.PartnerId, "partner = @partner", "partner");
        Add(filter.OverdueAt?.ToUnixTimeMilliseconds(), "state = 1 AND deadline <= @now", "now");
        if (filter.OpenOnly)
            conditions.Add("state = 1");
        if (after is { } cursor)
        {
            conditions.Add(ofMember ? "number < @number" : "(deadline, number) > (@deadline, @number)");
            values.Add(("number", cursor.Number));
            if (!ofMember)
                values.Add(("deadline", cursor.Deadline));
        }

        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        return ($"SELECT member, dispute FROM disputes{where} ORDER BY {(ofMember ? "number DESC" : "deadline, number")} LIMIT @most", values);

        void Add(object? value, string condition, string name)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            values.Add((name, value));
        }
    }

    public static DisputePage PageOf(List<(long Member, byte[] Dispute)> rows, int most)
    {
        var disputes = rows.Take(most).Select(row => new ListedDispute(LedgerKeys.Member(row.Member), DisputeEncoding.Read(row.Dispute))).ToImmutableArray();
        return new(disputes, rows.Count > most ? CursorOf(disputes[^1].Dispute) : null);
    }

    private static DisputeCursor CursorOf(MemberDispute dispute) => new(dispute.Deadline.ToUnixTimeMilliseconds(), dispute.Number);
}

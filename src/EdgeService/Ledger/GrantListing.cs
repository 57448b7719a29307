using System.Globalization;
using System.Text;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>
/// The question for a page of grants, in words that both stores understand: rows of when, member, number and last entry. Only fixed
/// words and numbers stand in the text; what comes from outside is a parameter.
/// </summary>
internal sealed class GrantListing
{
    private readonly List<(string Name, object Value)> _parameters = [];
    private readonly StringBuilder _where = new("1 = 1");

    private GrantListing(GrantFilter filter, GrantCursor? after, int most)
    {
        Equal("member", filter.Member is { } member ? LedgerKeys.Number(member) : null);
        Equal("partner", filter.PartnerId);
        Equal("venue", filter.VenueId);
        Equal("perk", filter.PerkId);
        From(filter.OpenedFrom);
        Before(filter.OpenedBefore);
        States(filter);
        var (by, oldestFirst) = filter.Overdue ? ("due", true) : filter.CameSecond ? ("second", !filter.NewestFirst) : ("opened", false);
        Lists(filter);
        Resume(by, oldestFirst ? ">" : "<", after);
        Text = $"""
            SELECT {by}, member, number,
                (SELECT entry FROM entries WHERE entries.member = grants.member AND entries.number = grants.number ORDER BY seq DESC LIMIT 1)
            FROM grants WHERE {_where} ORDER BY {Order(by, oldestFirst ? "ASC" : "DESC")} LIMIT {most + 1}
            """;
    }

    public string Text { get; }

    public IReadOnlyList<(string Name, object Value)> Parameters => _parameters;

    public static GrantListing Of(GrantFilter filter, GrantCursor? after, int most) => new(filter, after, LedgerPages.Bounded(most));

    /// <summary>The page, from one row more than was asked for.</summary>
    public static GrantPage PageOf(IReadOnlyList<(GrantCursor At, byte[] Entry)> rows, int most) => new(
        [.. rows.Take(most).Select(row => new ListedGrant(row.At.Member, LedgerEncoding.ReadEntry(row.Entry).Grant!))],
        rows.Count > most ? rows[most - 1].At : null);

    private static string Now(GrantFilter filter) => filter.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Order(string by, string way) => $"{by} {way}, member {way}, number {way}";

    private void And(string condition) => _where.Append(" AND ").Append(condition);

    private void Equal(string column, object? value)
    {
        if (value is not null)
        {
            And($"{column} = @{column}");
            _parameters.Add((column, value));
        }
    }

    private void From(DateTimeOffset? from)
    {
        if (from is { } moment)
        {
            And("opened >= @opened_from");
            _parameters.Add(("opened_from", moment.ToUnixTimeMilliseconds()));
        }
    }

    private void Before(DateTimeOffset? before)
    {
        if (before is { } moment)
        {
            And("opened < @opened_before");
            _parameters.Add(("opened_before", moment.ToUnixTimeMilliseconds()));
        }
    }

    private void Lists(GrantFilter filter)
    {
        if (filter.Overdue)
        {
            And($"state = {(int)GrantState.Active} AND due < {GrantRow.Never} AND ends > {Now(filter)} AND due < {Now(filter)}");
        }

        if (filter.CameSecond)
        {
            And($"second < {GrantRow.Never}");
        }
    }

    /// <summary>The state that time has left it in.</summary>
    private void States(GrantFilter filter)
    {
        if (!filter.States.IsEmpty)
        {
            var wanted = string.Join(", ", filter.States.Select(state => ((int)state).ToString(CultureInfo.InvariantCulture)));
            And($"CASE WHEN ends > {Now(filter)} THEN state ELSE ends_as END IN ({wanted})");
        }
    }

    private void Resume(string by, string way, GrantCursor? after)
    {
        if (after is { } cursor)
        {
            And($"({by}, member, number) {way} (@after_at, @after_member, @after_number)");
            _parameters.Add(("after_at", cursor.At));
            _parameters.Add(("after_member", LedgerKeys.Number(cursor.Member)));
            _parameters.Add(("after_number", cursor.Number));
        }
    }
}

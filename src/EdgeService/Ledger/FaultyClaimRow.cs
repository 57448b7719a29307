using System.Data.Common;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>Faulty claims as rows, in words that both stores understand: the claim, and its decision in columns beside it.</summary>
internal static class FaultyClaimRow
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "claim, resolution, decided, actor_kind, actor, reason";

    /// <param name="row">The row.</param>
    /// <param name="first">Where the columns begin.</param>
    public static FaultyClaim Read(DbDataReader row, int first = 0)
    {
        var claim = FaultyClaimEncoding.Read(row.GetFieldValue<byte[]>(first));
        var resolution = (FaultyClaimResolution)row.GetInt32(first + 1);
        return resolution == FaultyClaimResolution.Open ? claim : claim with
        {
            Decision = new FaultyClaimDecision(
                resolution,
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(first + 2)),
                new Actor((ActorKind)row.GetInt32(first + 3), row.GetString(first + 4)),
                row.GetString(first + 5)),
        };
    }

    /// <summary>When it was decided; <see cref="GrantRow.Never"/> while it is open.</summary>
    public static long Decided(FaultyClaim claim) => claim.Decision?.At.ToUnixTimeMilliseconds() ?? GrantRow.Never;

    public static int Resolution(FaultyClaim claim) => (int)(claim.Decision?.Resolution ?? FaultyClaimResolution.Open);

    public static Actor Actor(FaultyClaim claim) => claim.Decision?.Actor ?? Core.Grants.Actor.Clock;
}

/// <summary>The question for a page of faulty claims.</summary>
internal sealed class FaultyClaimListing
{
    private readonly List<(string Name, object Value)> _parameters = [];

    private FaultyClaimListing(FaultyClaimFilter filter, FaultyClaimCursor? after, int most)
    {
        var where = filter.OpenOnly ? "resolution = 0" : "1 = 1";
        if (filter.PartnerId is { } partner)
        {
            where += " AND partner = @partner";
            _parameters.Add(("partner", partner));
        }

        if (filter.Terminal is { } terminal)
        {
            where += " AND urn = @urn";
            _parameters.Add(("urn", terminal));
        }

        if (after is { } cursor)
        {
            where += " AND (recorded, sequence, id) > (@after_at, @after_sequence, @after_id)";
            _parameters.Add(("after_at", cursor.At));
            _parameters.Add(("after_sequence", cursor.Sequence));
            _parameters.Add(("after_id", ReceiptRow.Write(cursor.Id)));
        }

        Text = $"SELECT {FaultyClaimRow.Columns} FROM faulty_claims WHERE {where} ORDER BY recorded, sequence, id LIMIT {most + 1}";
    }

    public string Text { get; }

    public IReadOnlyList<(string Name, object Value)> Parameters => _parameters;

    public static FaultyClaimListing Of(FaultyClaimFilter filter, FaultyClaimCursor? after, int most) => new(filter, after, LedgerPages.Bounded(most));

    /// <summary>The page, from one claim more than was asked for.</summary>
    public static FaultyClaimPage PageOf(List<FaultyClaim> claims, int most) => new(
        [.. claims.Take(most)],
        claims.Count > most ? CursorOf(claims[most - 1]) : null);

    private static FaultyClaimCursor CursorOf(FaultyClaim last) => new(last.RecordedAt.ToUnixTimeMilliseconds(), last.Sequence, last.Id);
}

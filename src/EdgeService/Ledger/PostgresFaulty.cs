using EdgeService.Core.Grants;
using Npgsql;
using static NpgsqlTypes.NpgsqlDbType;

namespace EdgeService.Ledger;

/// <summary>Faulty claims in PostgreSQL: what a batch wants to see of them, and what it writes.</summary>
internal static class PostgresFaulty
{
    public const string Put = """
        INSERT INTO faulty_claims AS f (id, terminal, sequence, urn, partner, recorded, resolution, decided, actor_kind, actor, reason, claim)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET resolution = EXCLUDED.resolution, decided = EXCLUDED.decided, actor_kind = EXCLUDED.actor_kind,
            actor = EXCLUDED.actor, reason = EXCLUDED.reason
        """;

    public const string Settle = """
        UPDATE faulty_claims f SET resolution = u.resolution, decided = u.decided, actor_kind = u.actor_kind, reason = u.reason
        FROM unnest($1, $2, $3, $4, $5) AS u(id, resolution, decided, actor_kind, reason)
        WHERE f.id = u.id AND f.resolution = 0
        """;

    private const string Known = $"SELECT f.id, {FaultyClaimRow.Columns} FROM unnest($1) AS u(id) JOIN faulty_claims f ON f.id = u.id";

    private const string Waiting = """
        SELECT u.place, (SELECT count(*) FROM (SELECT FROM faulty_claims f WHERE f.terminal = u.terminal AND f.resolution = 0 LIMIT $2) AS few)
        FROM unnest($1) WITH ORDINALITY AS u(terminal, place)
        """;

    /// <summary>What is known of those that calls ask for, each under its key.</summary>
    public static async Task<Dictionary<FaultyClaimKey, FaultyClaimSight>> GatherAsync(NpgsqlConnection connection, IReadOnlyList<FaultyClaimKey> keys)
    {
        string[] terminals = [.. keys.Select(key => key.Terminal).OfType<string>().Distinct()];
        await using var reads = new NpgsqlBatch(connection);
        reads.Ask(Known, (keys.Select(key => ReceiptRow.Write(key.Id)).ToArray(), Bytea));
        reads.Ask(Waiting, (terminals.Select(LedgerKeys.OfTerminal).ToArray(), Bytea));
        reads.BatchCommands[1].Parameters.Add(new NpgsqlParameter { Value = (long)FaultyClaim.MostWaiting });
        await using var reader = await reads.ExecuteReaderAsync();
        var (known, waiting) = (new Dictionary<UInt128, FaultyClaim>(), new Dictionary<string, int>());
        while (await reader.ReadAsync())
        {
            var claim = FaultyClaimRow.Read(reader, first: 1);
            known[PostgresScene.Key(reader.GetFieldValue<byte[]>(0))] = claim;
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            waiting[terminals[reader.GetInt64(0) - 1]] = (int)reader.GetInt64(1);
        }

        return keys.ToDictionary(key => key, key => new FaultyClaimSight(known.GetValueOrDefault(key.Id), key.Terminal is { } one ? waiting.GetValueOrDefault(one) : 0));
    }

    public static (Array, NpgsqlTypes.NpgsqlDbType)[] Rows(IReadOnlyList<FaultyClaim> claims) =>
    [
        (claims.Select(claim => ReceiptRow.Write(claim.Id)).ToArray(), Bytea),
        (claims.Select(claim => LedgerKeys.OfTerminal(claim.Terminal)).ToArray(), Bytea),
        (claims.Select(claim => claim.Sequence).ToArray(), Bigint),
        (claims.Select(claim => claim.Terminal).ToArray(), Text),
        (claims.Select(claim => claim.PartnerId).ToArray(), Text),
        (claims.Select(claim => claim.RecordedAt.ToUnixTimeMilliseconds()).ToArray(), Bigint),
        (claims.Select(FaultyClaimRow.Resolution).ToArray(), Integer),
        (claims.Select(FaultyClaimRow.Decided).ToArray(), Bigint),
        (claims.Select(claim => (int)FaultyClaimRow.Actor(claim).Kind).ToArray(), Integer),
        (claims.Select(claim => FaultyClaimRow.Actor(claim).Name).ToArray(), Text),
        (claims.Select(claim => claim.Decision?.Reason ?? "").ToArray(), Text),
        (claims.Select(FaultyClaimEncoding.Write).ToArray(), Bytea),
    ];

    public static (Array, NpgsqlTypes.NpgsqlDbType)[] SettledRows(IReadOnlyList<UInt128> claims, DateTimeOffset now) =>
    [
        (claims.Select(ReceiptRow.Write).ToArray(), Bytea),
        (claims.Select(_ => (int)FaultyClaimResolution.SettledSince).ToArray(), Integer),
        (claims.Select(_ => now.ToUnixTimeMilliseconds()).ToArray(), Bigint),
        (claims.Select(_ => (int)ActorKind.Terminal).ToArray(), Integer),
        (claims.Select(_ => FaultyClaims.Since).ToArray(), Text),
    ];
}

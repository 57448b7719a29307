using EdgeService.Core.Grants;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Faulty claims in the embedded ledger, within the open transaction: seldom enough that the driver's own commands will do.</summary>
internal static class SqliteFaulty
{
    private const string Upsert = """
        INSERT INTO faulty_claims (id, terminal, sequence, urn, partner, recorded, resolution, decided, actor_kind, actor, reason, claim)
        VALUES (@id, @terminal, @sequence, @urn, @partner, @recorded, @resolution, @decided, @actor_kind, @actor, @reason, @claim)
        ON CONFLICT (id) DO UPDATE SET resolution = @resolution, decided = @decided, actor_kind = @actor_kind, actor = @actor, reason = @reason
        """;

    private const string Settle = """
        UPDATE faulty_claims SET resolution = @resolution, decided = @decided, actor_kind = @actor_kind, reason = @reason
        WHERE id = @id AND resolution = 0
        """;

    public static FaultyClaimSight Find(SqliteConnection connection, in FaultyClaimKey key)
    {
        using var found = Command(connection, $"SELECT {FaultyClaimRow.Columns} FROM faulty_claims WHERE id = @id", ("@id", ReceiptRow.Write(key.Id)));
        var claim = Read(found).FirstOrDefault();
        if (key.Terminal is not { } terminal)
        {
            return new FaultyClaimSight(claim, 0);
        }

        using var waiting = Command(
            connection,
            "SELECT count(*) FROM (SELECT 1 FROM faulty_claims WHERE terminal = @terminal AND resolution = 0 LIMIT @most)",
            ("@terminal", LedgerKeys.OfTerminal(terminal)),
            ("@most", FaultyClaim.MostWaiting));
        return new FaultyClaimSight(claim, (int)(long)waiting.ExecuteScalar()!);
    }

    public static void Put(SqliteConnection connection, FaultyClaim claim)
    {
        using var command = Command(
            connection,
            Upsert,
            ("@id", ReceiptRow.Write(claim.Id)),
            ("@terminal", LedgerKeys.OfTerminal(claim.Terminal)),
            ("@sequence", claim.Sequence),
            ("@urn", claim.Terminal),
            ("@partner", claim.PartnerId),
            ("@recorded", claim.RecordedAt.ToUnixTimeMilliseconds()),
            ("@resolution", FaultyClaimRow.Resolution(claim)),
            ("@decided", FaultyClaimRow.Decided(claim)),
            ("@actor_kind", (int)FaultyClaimRow.Actor(claim).Kind),
            ("@actor", FaultyClaimRow.Actor(claim).Name),
            ("@reason", claim.Decision?.Reason ?? ""),
            ("@claim", FaultyClaimEncoding.Write(claim)));
        command.ExecuteNonQuery();
    }

    /// <summary>Where it waited for a person, it is settled now.</summary>
    public static void SettleSince(SqliteConnection connection, UInt128 claim, DateTimeOffset now)
    {
        using var command = Command(
            connection,
            Settle,
            ("@resolution", (int)FaultyClaimResolution.SettledSince),
            ("@decided", now.ToUnixTimeMilliseconds()),
            ("@actor_kind", (int)ActorKind.Terminal),
            ("@reason", FaultyClaims.Since),
            ("@id", ReceiptRow.Write(claim)));
        command.ExecuteNonQuery();
    }

    public static List<FaultyClaim> List(SqliteConnection connection, FaultyClaimListing listing)
    {
        using var command = Command(connection, listing.Text);
        foreach (var (name, value) in listing.Parameters)
        {
            command.Parameters.AddWithValue("@" + name, value);
        }

        return Read(command);
    }

    private static List<FaultyClaim> Read(SqliteCommand command)
    {
        var claims = new List<FaultyClaim>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            claims.Add(FaultyClaimRow.Read(reader));
        }

        return claims;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}

using System.Diagnostics;
using System.Globalization;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;

namespace EdgeService.Benchmarks.Redeeming;

/// <summary>
/// PostgreSQL's own load program with the store's statements, one redemption a transaction: prepared, all of a transaction sent in one pipeline,
/// every redemption of a member of its own, values as large as ours.
/// </summary>
internal static class PgBench
{
    private const string Script = """
        \set m random(1, 9000000000000000000)
        \set k random(1, 9000000000000000000)
        \startpipeline
        BEGIN ISOLATION LEVEL REPEATABLE READ;
        SELECT current_setting('synchronous_standby_names') <> '';
        SELECT key, digest, reply FROM requests WHERE key = int8send(:k) || int8send(:m);
        SELECT member, record FROM members WHERE member = :m;
        INSERT INTO requests (key, digest, at, reply) VALUES (int8send(:k) || int8send(:m), :digest, 1795262400000, :reply) ON CONFLICT DO NOTHING RETURNING 1;
        INSERT INTO members (member, version, counts_until, record) VALUES (:m, 1, 1795262400000, :record) ON CONFLICT DO NOTHING RETURNING 1;
        INSERT INTO entries (member, number, entry) VALUES (:m, 1, :entry);
        INSERT INTO grants (member, number, partner, venue, perk, state, opened, due, ends, ends_as, settled, units, second) VALUES (:m, 1, 'citybike', 'central-park', 'bike.deposit-free', 1, 1795262400000, 9223372036854775807, 1795262520000, 6, 9223372036854775807, 1, 9223372036854775807) ON CONFLICT (member, number) DO UPDATE SET state = EXCLUDED.state, opened = EXCLUDED.opened, due = EXCLUDED.due, ends = EXCLUDED.ends, ends_as = EXCLUDED.ends_as, settled = EXCLUDED.settled, second = EXCLUDED.second;
        COMMIT;
        \endpipeline
        """;

    /// <summary>Transactions a second.</summary>
    public static double Run(PostgresServer server, string database, int clients, int count, RedemptionRow like)
    {
        var script = Path.GetTempFileName();
        File.WriteAllText(script, Script);
        try
        {
            var start = new ProcessStartInfo(Path.Combine(InstalledPostgres.Folder!, "pgbench"))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "-n", "-M", "prepared", "-f", script, "-h", "127.0.0.1", "-p", Text(server.Port), "-U", "postgres", "-c", Text(clients), "-j", "1",
                    "-t", Text(Math.Max(1, count / clients)), "-D", Bytes("digest", like.Digest), "-D", Bytes("reply", like.Reply), "-D", Bytes("record", like.Record),
                    "-D", Bytes("entry", like.Entry), database,
                },
            };
            start.Environment["PGOPTIONS"] = "-c search_path=ledger -c synchronous_commit=on -c enable_seqscan=off -c jit=off";
            using var process = Process.Start(start)!;
            var faults = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            var line = said.Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal));
            return line is not null && said.Contains("number of failed transactions: 0 ", StringComparison.Ordinal)
                ? double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench: {said}{faults.Result}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bytes(string name, byte[] bytes) => $@"{name}=\x{Convert.ToHexString(bytes)}";
}

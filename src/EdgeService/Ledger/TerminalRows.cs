using System.Collections.Immutable;
using System.Data.Common;
using EdgeService.Core.Registration;

namespace EdgeService.Ledger;

/// <summary>The register's rows, alike in every store. Times are milliseconds since 1970; <see cref="GrantRow.Never"/> is the end of time.</summary>
internal static class TerminalRows
{
    public const string Terminal = "urn, version, state, others";
    public const string Certificate = "urn, serial, digest, begins, ends, good_until, revoked";
    public const string Event = "at, actor, act, serial, reason";

    /// <summary>Of a terminal's certificates those that a decision looks at, as <see cref="RegisteredCertificate.IsSpokenOfAt"/> has it.</summary>
    /// <param name="since">Place of the parameter that <see cref="SpokenOfSince"/> fills.</param>
    public static string AreSpokenOf(string since) => $"(good_until > {since} OR (revoked <> 0 AND ends > {since}))";

    public static long SpokenOfSince(DateTimeOffset now) => Milliseconds(now - Registering.Day);

    public static RegisteredTerminal ReadTerminal(DbDataReader row) => new(row.GetString(0))
    {
        Version = row.GetInt64(1),
        State = (TerminalState)row.GetInt32(2),
        OthersUntil = Time(row.GetInt64(3)),
    };

    public static (string Urn, RegisteredCertificate Certificate) ReadCertificate(DbDataReader row) => (
        row.GetString(0),
        new RegisteredCertificate(row.GetString(1), row.GetString(2), Time(row.GetInt64(3)), Time(row.GetInt64(4)))
        {
            GoodUntil = Time(row.GetInt64(5)),
            IsRevoked = row.GetInt32(6) != 0,
        });

    public static RegisterEvent ReadEvent(DbDataReader row) =>
        new(Time(row.GetInt64(0)), row.GetString(1), (RegisterAct)row.GetInt32(2), row.GetString(3), row.GetString(4));

    /// <summary>Joins terminals with their certificates.</summary>
    public static ImmutableArray<RegisteredTerminal> Joined(
        IEnumerable<RegisteredTerminal> terminals, IEnumerable<(string Urn, RegisteredCertificate Certificate)> certificates)
    {
        var byTerminal = certificates
            .OrderBy(one => one.Certificate.NotBefore)
            .ThenBy(one => one.Certificate.Serial, StringComparer.Ordinal)
            .ToLookup(one => one.Urn, one => one.Certificate);
        return [.. terminals.Select(terminal => terminal with { Certificates = [.. byTerminal[terminal.Urn]] })];
    }

    public static object[] Values(RegisteredTerminal terminal) =>
        [terminal.Urn, terminal.Version, (int)terminal.State, Milliseconds(terminal.OthersUntil)];

    public static object[] Values(string urn, RegisteredCertificate certificate) =>
    [
        urn,
        certificate.Serial,
        certificate.Digest,
        Milliseconds(certificate.NotBefore),
        Milliseconds(certificate.NotAfter),
        Milliseconds(certificate.GoodUntil),
        certificate.IsRevoked ? 1 : 0,
    ];

    public static object[] Values(string urn, RegisterEvent done) =>
        [Milliseconds(done.At), done.Actor, (int)done.Act, done.Serial, done.Reason, urn];

    public static long Milliseconds(DateTimeOffset time) => time == DateTimeOffset.MaxValue ? GrantRow.Never : time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long milliseconds) => GrantRow.Time(milliseconds) ?? DateTimeOffset.MaxValue;

    /// <summary>The least text that no URN beginning so comes after.</summary>
    public static string EndOf(string prefix) => prefix + '\x7f';
}

using Npgsql;

namespace EdgeService.Ledger;

/// <summary>Connection strings: one a server of the cluster, with what the ledger relies on set for the session.</summary>
internal static class PostgresSettings
{
    /// <summary>
    /// A commit is durable and, with a standby, on two machines; no statement but a commit waits long; plans do not turn to reading whole
    /// tables while those are young. Commits have no timeout here: a cancelled one would be kept without its standby.
    /// </summary>
    private const string Session =
        "-c synchronous_commit=on -c lock_timeout=2000 -c statement_timeout=0 -c idle_in_transaction_session_timeout=10000 " +
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>What is wrong with the settings, if anything.</summary>
    public static IEnumerable<string> FaultsOf(PostgresOptions options)
    {
        var fault = Try(() => new NpgsqlConnectionStringBuilder(options.Connection)) is not { } read ? "is not a connection string."
            : string.IsNullOrEmpty(read.Host) || string.IsNullOrEmpty(read.Database) || string.IsNullOrEmpty(read.Username) ? "must name Host, Database and Username."
            : read.Password is not null ? "must not hold the password. Put it into a file and name that by PasswordFile."
            : null;
        if (fault is not null)
        {
            yield return $"{PostgresOptions.Section}:Connection: {fault}";
        }

        foreach (var (name, file) in new[] { ("PasswordFile", options.PasswordFile), ("OwnerPasswordFile", options.OwnerPasswordFile) })
        {
            if (file is not null && !File.Exists(file))
            {
                yield return $"{PostgresOptions.Section}:{name}: {file} does not exist.";
            }
        }
    }

    /// <summary>One string a server, in the order they are named.</summary>
    public static IReadOnlyList<string> OfServers(PostgresOptions options)
    {
        var whole = Prepared(options);
        var port = whole.Port;
        return
        [
            .. whole.Host!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(server =>
            {
                var colon = server.StartsWith('[') ? server.IndexOf("]:", StringComparison.Ordinal) + 1 : server.IndexOf(':', StringComparison.Ordinal);
                return new NpgsqlConnectionStringBuilder(whole.ConnectionString)
                {
                    Host = colon > 0 ? server[..colon] : server,
                    Port = colon > 0 ? int.Parse(server[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture) : port,
                }.ConnectionString;
            }),
        ];
    }

    /// <summary>The same server, as the owner of the schema.</summary>
    public static string AsOwner(string server, PostgresOptions options) => new NpgsqlConnectionStringBuilder(server)
    {
        Username = options.Owner,
        Password = PasswordIn(options.OwnerPasswordFile),
        Options = null,
        Pooling = false,
        CommandTimeout = 0,
        MaxAutoPrepare = 0,
    }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Prepared(PostgresOptions options) => new(options.Connection)
    {
        Password = PasswordIn(options.PasswordFile),
        Options = $"-c search_path={options.Schema} {Session}",
        Timeout = 2,
        CommandTimeout = 5,
        TcpKeepAlive = true,
        TcpKeepAliveTime = 2,
        TcpKeepAliveInterval = 1,
        MaxPoolSize = options.Writers + 8,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        ApplicationName = "edge-ledger",
        IncludeErrorDetail = false,
        PersistSecurityInfo = false,
    };

    private static string? PasswordIn(string? file) => file is null ? null : File.ReadAllText(file).TrimEnd('\r', '\n');

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}

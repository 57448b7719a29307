using System.ComponentModel.DataAnnotations;

namespace EdgeService.Ledger;

/// <summary>How the ledger is reached where it is kept in PostgreSQL.</summary>
public sealed record PostgresOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Edge:Ledger:Postgres";

    /// <summary>
    /// Where and as whom, such as `Host=db1,db2;Database=ledger;Username=edge1;SSL Mode=VerifyFull;Root Certificate=ca.pem`. All
    /// servers of the cluster are named; whichever is the primary is written to. Without a password.
    /// </summary>
    public string Connection { get; init; } = "";

    /// <summary>File that holds the password; none where a client certificate or the server's trust does.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The role that owns the schema. With it the start makes the schema and brings it forward; without it the start only looks at it.</summary>
    public string? Owner { get; init; }

    /// <summary>File that holds the owner's password.</summary>
    public string? OwnerPasswordFile { get; init; }

    /// <summary>Schema that holds the tables.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string Schema { get; init; } = "ledger";

    /// <summary>Whether a primary without a synchronous standby will do: what was answered is then lost with that one machine.</summary>
    public bool SingleNode { get; init; }

    /// <summary>Connections that write, each one transaction at a time.</summary>
    [Range(1, 64)]
    public int Writers { get; init; } = 3;

    /// <summary>How long a commit may wait for its standby before the ledger counts as out of reach, in seconds.</summary>
    [Range(1, 60)]
    public int CommitSeconds { get; init; } = 3;
}

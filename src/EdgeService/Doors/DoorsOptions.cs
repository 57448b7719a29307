using System.ComponentModel.DataAnnotations;

namespace EdgeService.Doors;

/// <summary>Where the service listens and how much it takes at once, in total and of each caller. Port 0 takes a free one.</summary>
public sealed record DoorsOptions
{
    public const string Section = "Edge:Doors";

    /// <summary>The door for terminals, member apps, operators and replicas: TLS with client certificates, HTTP/2.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 7443;

    /// <summary>The door for browsers, kiosks' and operators': TLS with client certificates, HTTP/1.1 and 2, gRPC-Web and the pages. Null closes it.</summary>
    [Range(0, 65535)]
    public int? WebPort { get; set; }

    /// <summary>The plaintext door on loopback, where a header names the terminal. Development only; null closes it.</summary>
    [Range(0, 65535)]
    public int? PlaintextPort { get; set; }

    /// <summary>Unary calls under way at once; further ones are turned away.</summary>
    [Range(1, 1_000_000)]
    public int MaxCalls { get; set; } = 4096;

    /// <summary>Streams open at once; further ones are turned away.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; set; } = 16_384;

    /// <summary>Connections open at once, each with a proven identity; further ones are closed. Each needs an open file of the process.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 8192;

    /// <summary>Calls, streams and connections each, beyond the three above, that operators alone get.</summary>
    [Range(1, 10_000)]
    public int ReservedPlaces { get; set; } = 64;

    /// <summary>Connections that have not yet shown a certificate; a further one ends the oldest of them.</summary>
    [Range(1, 100_000)]
    public int MaxUnproven { get; set; } = 512;

    /// <summary>Connections a second from one address (IPv6: one /64) that may come to nothing; further ones are closed unheard. 0 counts none, for an edge behind a balancer that hides addresses.</summary>
    [Range(0, 100_000)]
    public int FruitlessPerAddress { get; set; } = 5;

    /// <summary>Calls a second that one caller may make, items of batches and messages of streams counted one by one.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; set; } = 1000;

    /// <summary>Calls at once that one caller may make after a rest.</summary>
    [Range(100, 1_000_000)]
    public int CallBurst { get; set; } = 2000;

    /// <summary>Unary calls that one caller may have under way: at most half of MaxCalls outside Development, so that nobody alone fills the edge; as with the two below.</summary>
    [Range(1, 100_000)]
    public int CallsPerCaller { get; set; } = 256;

    /// <summary>Streams that one caller may have open.</summary>
    [Range(1, 100_000)]
    public int StreamsPerCaller { get; set; } = 32;

    /// <summary>Connections that one caller may have open.</summary>
    [Range(1, 10_000)]
    public int ConnectionsPerCaller { get; set; } = 16;

    /// <summary>How many shares a member app has of what one caller may take: it speaks for many members. Never more than half of all calls, streams or connections.</summary>
    [Range(1, 100)]
    public int MemberAppShares { get; set; } = 20;

    /// <summary>Calls and streams under way on one connection; a client sends further ones when there is room.</summary>
    [Range(1, 1000)]
    public int StreamsPerConnection { get; set; } = 100;

    /// <summary>Headers of one call, in bytes; and of one field, half of it.</summary>
    [Range(4096, 1_048_576)]
    public int HeaderBytes { get; set; } = 16_384;

    /// <summary>Headers of one call.</summary>
    [Range(16, 1000)]
    public int HeaderCount { get; set; } = 64;

    /// <summary>How long a handshake and the headers of a call may take to arrive, in seconds.</summary>
    [Range(1, 60)]
    public int ArrivalSeconds { get; set; } = 5;

    /// <summary>How long a client may be silent before it is asked whether it is there, in seconds; it has ten to answer.</summary>
    [Range(1, 3600)]
    public int PingSeconds { get; set; } = 30;

    /// <summary>How long a connection without calls is kept, in seconds.</summary>
    [Range(10, 86_400)]
    public int IdleSeconds { get; set; } = 300;

    /// <summary>When asked to stop: how long calls under way may go on before they are broken off, in seconds.</summary>
    [Range(1, 300)]
    public int DrainSeconds { get; set; } = 5;
}

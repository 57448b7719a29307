using System.ComponentModel.DataAnnotations;

namespace EdgeService.Doors;

/// <summary>Where the service listens and how much it takes at once. Port 0 takes a free one.</summary>
public sealed record DoorsOptions
{
    public const string Section = "Edge:Doors";

    /// <summary>The door for terminals, member apps, operators and replicas: TLS with client certificates, HTTP/2.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 7443;

    /// <summary>The plaintext door on loopback, where a header names the terminal. Development only; null closes it.</summary>
    [Range(0, 65535)]
    public int? PlaintextPort { get; set; }

    /// <summary>Unary calls under way at once; further ones are turned away.</summary>
    [Range(1, 1_000_000)]
    public int MaxCalls { get; set; } = 4096;

    /// <summary>Streams open at once; further ones are turned away.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; set; } = 16_384;

    /// <summary>When asked to stop: how long calls under way may go on before they are broken off, in seconds.</summary>
    [Range(1, 300)]
    public int DrainSeconds { get; set; } = 5;
}

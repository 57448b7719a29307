namespace EdgeService.Client;

/// <summary>Where the service is and who is calling. Certificates and keys are file paths, so that printing this gives no secret away.</summary>
public sealed record EdgeConnection
{
    /// <summary>The door, such as <c>https://localhost:7443</c>. A plain <c>http</c> address reaches the Development door only.</summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// Further edges of the same deployment, in order of preference: asked when those before them do not answer or are not well. They must share one
    /// ledger, or a write whose answer was lost could be done twice. Empty by default.
    /// </summary>
    public IReadOnlyList<Uri> Others { get; init; } = [];

    /// <summary>How often an edge is asked how it is, once there are several or a session watches. 5 s by default, give or take a fifth.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>PEM file of the authorities that may have signed the server's certificate. Null means those of the machine.</summary>
    public string? AuthorityPemPath { get; init; }

    /// <summary>PEM file of the caller's certificate. Null where the door asks for none.</summary>
    public string? ClientPemPath { get; init; }

    /// <summary>PEM file of the key to <see cref="ClientPemPath"/>.</summary>
    public string? ClientKeyPath { get; init; }

    /// <summary><c>partner:venue:terminal</c>, named in a header at the Development door, which knows no certificates.</summary>
    public string? DevelopmentTerminal { get; init; }

    /// <summary>Puts something between the calls and the network, such as what simulates an outage. Null puts nothing.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Around { get; init; }

    /// <summary>Time one call may take, its repetitions included. 2 s by default, which is also the service's cap.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often and how soon a call is repeated when the service cannot be reached.</summary>
    public RetryOptions Retry { get; init; } = new();
}

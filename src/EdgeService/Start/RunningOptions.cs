namespace EdgeService.Start;

/// <summary>As whom the process may run.</summary>
public sealed record RunningOptions
{
    public const string Section = "Edge:Host";

    /// <summary>Whether the service may run as root outside Development, as where a container leaves no other choice.</summary>
    public bool AllowRoot { get; set; }
}

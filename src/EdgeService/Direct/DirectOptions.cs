namespace EdgeService.Direct;

/// <summary>What is answered without the framework's call around it.</summary>
public sealed record DirectOptions
{
    public const string Section = "Edge:Direct";

    /// <summary>Whether a CheckEligibility that is as calls usually are is answered directly. Anything else is always the framework's, and everything with false.</summary>
    public bool Checks { get; set; } = true;
}

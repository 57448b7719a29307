namespace EdgeService.Tests.Interop;

/// <summary>How a service process is started, where that is not as an operator would.</summary>
public sealed record ServiceStart
{
    /// <summary>What <c>dotnet</c> is given before the settings.</summary>
    public IReadOnlyList<string> Program { get; init; } = [typeof(EdgeApp).Assembly.Location];

    /// <summary>Further settings, such as <c>--Edge:Doors:MaxCalls=1</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

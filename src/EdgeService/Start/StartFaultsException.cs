namespace EdgeService.Start;

/// <summary>The service cannot start. Every fault says what to provide.</summary>
public sealed class StartFaultsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

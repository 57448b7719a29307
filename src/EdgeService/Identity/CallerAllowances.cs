using System.Collections.Concurrent;

namespace EdgeService.Identity;

/// <summary>The allowance of every caller that has connected. One is kept as long as the process lives, some 200 bytes for each identity enrolled.</summary>
/// <param name="limitsOf">What a caller of a role may take.</param>
/// <param name="clock">What calls a second are measured by.</param>
public sealed class CallerAllowances(Func<CallerRole, CallerLimits> limitsOf, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, CallerAllowance> _known = new(StringComparer.Ordinal);

    /// <summary>Certificates that name nobody share one.</summary>
    public CallerAllowance Of(Caller? caller) => _known.GetOrAdd(caller?.Urn ?? "", _ => new CallerAllowance(limitsOf(caller?.Role ?? CallerRole.None), clock));
}

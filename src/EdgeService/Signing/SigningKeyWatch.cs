using EdgeService.Telemetry;
using EdgeService.Watching;
using Microsoft.Extensions.Options;

namespace EdgeService.Signing;

/// <summary>Has the key ring look at its folders again and again.</summary>
public sealed class SigningKeyWatch(KeyRing ring, IOptions<SigningOptions> options, TimeProvider clock, ILogger<SigningKeyWatch> log)
    : RepeatedLook(TimeSpan.FromSeconds(options.Value.ScanSeconds), clock)
{
    protected override void LookOnce() => ring.Look();

    protected override void Report(Exception unforeseen) => log.SigningKeyLookFailed(unforeseen, ring.KeyFolder);
}

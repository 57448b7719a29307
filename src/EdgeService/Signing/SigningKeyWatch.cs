using EdgeService.Audit;
using EdgeService.Telemetry;
using EdgeService.Watching;
using Microsoft.Extensions.Options;

namespace EdgeService.Signing;

/// <summary>
/// Looks at the key folder again and again, so that a key is published and signs without a restart. A folder with a key that cannot be used
/// changes nothing and is reported once.
/// </summary>
public sealed class SigningKeyWatch(
    CurrentSigningKeys signing, CurrentVerificationKeys verification, IOptions<SigningOptions> options, AuditTrail audit, TimeProvider clock, ILogger<SigningKeyWatch> log)
    : RepeatedLook(TimeSpan.FromSeconds(options.Value.ScanSeconds), clock)
{
    private readonly string _folder = options.Value.KeyFolder;
    private string? _complaint;

    /// <summary>One look. Keys are published anew each time, for they are struck off when their last token has expired.</summary>
    public void Look()
    {
        try
        {
            if (SigningKeys.MarkOf(_folder) != signing.Keys.Mark)
                Adopt(SigningKeys.Load(_folder));
            _complaint = null;
        }
        catch (KeyMaterialException unusable)
        {
            if (unusable.Message != _complaint)
                Complain(unusable.Message);
            _complaint = unusable.Message;
        }

        verification.Swap(signing.Keys.PublishedAt(Clock.GetUtcNow()));
    }

    protected override void LookOnce() => Look();

    protected override void Report(Exception unforeseen) => log.SigningKeyLookFailed(unforeseen, _folder);

    private void Complain(string cause)
    {
        log.SigningKeysRefused(cause);
        audit.Note("signing-keys.refused", "", "REFUSED");
    }

    private void Adopt(SigningKeys keys)
    {
        signing.Swap(keys);
        audit.Note("signing-keys.adopted", string.Join(", ", keys.Ids));
        log.SigningKeysInUse(string.Join(", ", keys.Ids), _folder);
    }
}

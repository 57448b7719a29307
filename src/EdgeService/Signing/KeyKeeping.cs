using EdgeService.Core.Tokens;
using EdgeService.Telemetry;

namespace EdgeService.Signing;

/// <summary>What operators do with the keys of this edge. A private key is made here and does not leave; each act is in force when it returns.</summary>
/// <remarks>
/// Every act throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or, for keys in a device, <see cref="System.Security.Cryptography.CryptographicException"/>
/// when the key cannot be written; then nothing has changed.
/// </remarks>
public sealed class KeyKeeping(KeyRing ring, TimeProvider clock, ILogger<KeyKeeping> log)
{
    /// <summary>The keys of this edge, newest first, and those of the others.</summary>
    public IReadOnlyList<KeyStanding> List()
    {
        var now = clock.GetUtcNow();
        var others = ring.Trusted.With(KeyList.Empty, now).Keys.Where(key => ring.Own.Keys.All(own => own.Id != key.Id));
        return
        [
            .. ring.Own.Keys.Select(key => new KeyStanding(key.Verification, key.Terms, key.Terms.StageAt(now))),
            .. others.Select(key => new KeyStanding(key, null, KeyStage.Published)),
        ];
    }

    /// <summary>The keys that were compromised here.</summary>
    public IReadOnlyList<CompromisedKey> Compromised() => ring.Own.Compromised;

    public KeyId Prepare(KeyScope scope, string caller)
    {
        var path = ring.Change(_ => ring.Make(new SigningTerms(SigningTerms.Never, SigningTerms.Never, scope) { PublishedFrom = SigningTerms.Never }));
        var id = KeyId.TryParse(Path.GetFileNameWithoutExtension(path), out var made) ? made : throw new InvalidOperationException($"{path} is not named by its key.");
        log.SigningKeyMoved(id.ToString(), KeyStage.Prepared.ToString(), caller);
        return id;
    }

    public KeyAct Publish(KeyId id, string caller) => Move(id, KeyStage.Published, caller, KeyLifecycle.Publish);

    public KeyAct Use(KeyId id, TimeSpan? signFor, string caller) =>
        Move(id, KeyStage.InUse, caller, (terms, now) => KeyLifecycle.Use(terms, now, ring.Notice, signFor ?? ring.SignFor));

    public KeyAct Retire(KeyId id, string caller) => Move(
        id, KeyStage.Retired, caller, (terms, now) => KeyLifecycle.Retire(terms, ring.Own.Keys.Where(key => key.Id != id).Select(key => key.Terms), now));

    public KeyAct Remove(KeyId id, string caller) => Act(id, caller, KeyStage.Ended, (path, terms, now) =>
    {
        var step = KeyLifecycle.Remove(terms, now);
        if (step.Next is not null)
            SigningKeyFile.Delete(path);
        return step;
    });

    /// <summary>Believes a key no more, of this edge or another, and puts another in its place if it was this edge's.</summary>
    public KeyAct Compromise(KeyId id, string caller) => ring.Change(now =>
    {
        if (ring.Own.Compromised.Any(key => key.Id == id) || ring.Trusted.IsStruckOff(id))
            return KeyAct.Done;
        var own = ring.Own.Keys.FirstOrDefault(key => key.Id == id);
        if ((own?.Verification ?? ring.Trusted.Find(id)) is not { } key)
            return KeyAct.Unknown;
        var mark = new CompromisedKey(id, now, key.UsableUntil);
        if (own is null)
            mark.Publish(ring.TrustFolder);
        else
            mark.Write(ring.KeyFolder);
        log.SigningKeyMoved(id.ToString(), KeyStage.Compromised.ToString(), caller);
        return KeyAct.Done;
    });

    private KeyAct Move(KeyId id, KeyStage stage, string caller, Func<SigningTerms, DateTimeOffset, KeyStep> move) => Act(id, caller, stage, (path, terms, now) =>
    {
        var step = move(terms, now);
        if (step.Next is { } next)
            SigningKeyFile.Rewrite(path, next);
        return step;
    });

    private KeyAct Act(KeyId id, string caller, KeyStage stage, Func<string, SigningTerms, DateTimeOffset, KeyStep> act) => ring.Change(now =>
    {
        if (ring.Own.Keys.FirstOrDefault(key => key.Id == id) is not { } key)
            return KeyAct.Unknown;
        var step = act(ring.Own.PathOf(id)!, key.Terms, now);
        if (step.Next is not null)
            log.SigningKeyMoved(id.ToString(), stage.ToString(), caller);
        return new KeyAct(true, step.Refusal, step.Earliest);
    });
}

using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>All keys that an edge knows.</summary>
/// <param name="Keys">Its own, the newest first, and those of others.</param>
/// <param name="Compromised">Its own that are believed no more.</param>
/// <param name="Notice">How long before it signs a key is published.</param>
/// <param name="Now">The time.</param>
public sealed record KeysShown(IReadOnlyList<KeyStanding> Keys, IReadOnlyList<CompromisedKey> Compromised, TimeSpan Notice, DateTimeOffset Now);

/// <summary>What operators do with signing keys; a refusal says why, and when it will be possible.</summary>
public sealed class KeyFlow(KeyKeeping keeping, KeyRing ring, TimeProvider clock)
{
    private static readonly EdgeFault Unknown = new(FaultReason.KeyUnknown, "This edge knows no such key. List its keys.");

    private static readonly EdgeFault StillBelieved = new(
        FaultReason.KeyNotStored, "The key is marked as compromised, and this edge believes it still: it cannot look into its key folder. Its log says why. Mend that, and ask again.");

    public KeysShown List() => new(keeping.List(), keeping.Compromised(), ring.Notice, clock.GetUtcNow());

    public KeyStanding Prepare(Caller caller, KeyScope scope) => Find(Stored(() => keeping.Prepare(scope, caller.Urn)));

    /// <summary>Publishes, and says from when the key may be used.</summary>
    public (KeyStanding Key, DateTimeOffset Usable) Publish(Caller caller, KeyId id)
    {
        Check(() => keeping.Publish(id, caller.Urn));
        var key = Find(id);
        return (key, KeyLifecycle.EarliestUse(key.Terms!, clock.GetUtcNow(), ring.Notice));
    }

    public KeyStanding Use(Caller caller, KeyId id, TimeSpan? signFor) => Moved(id, () => keeping.Use(id, signFor, caller.Urn));

    public KeyStanding Retire(Caller caller, KeyId id) => Moved(id, () => keeping.Retire(id, caller.Urn));

    public void Remove(Caller caller, KeyId id) => Check(() => keeping.Remove(id, caller.Urn));

    /// <summary>Strikes a key off, and returns those that sign now.</summary>
    public IReadOnlyList<KeyStanding> Compromise(Caller caller, KeyId id)
    {
        Check(() => keeping.Compromise(id, caller.Urn));
        if (ring.Believes(id))
            throw new EdgeFaultException(StillBelieved);
        return [.. keeping.List().Where(key => key is { Terms: not null, Stage: KeyStage.InUse })];
    }

    private KeyStanding Moved(KeyId id, Func<KeyAct> act)
    {
        Check(act);
        return Find(id);
    }

    private KeyStanding Find(KeyId id) => keeping.List().FirstOrDefault(key => key.Key.Id == id) ?? throw new EdgeFaultException(Unknown);

    private static void Check(Func<KeyAct> act)
    {
        var done = Stored(act);
        if (!done.Known)
            throw new EdgeFaultException(Unknown);
        if (done.Refusal != KeyRefusal.None)
            throw new EdgeFaultException(new EdgeFault(FaultReason.KeyStage, Message(done)));
    }

    private static T Stored<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EdgeFaultException(new EdgeFault(FaultReason.KeyNotStored, "The key folder of this edge, or the device its keys lie in, cannot be written. Nothing has changed."));
        }
    }

    private static string Message(KeyAct act) => act.Refusal switch
    {
        KeyRefusal.NotPublished => "The key is not published. Publish it first.",
        KeyRefusal.NotKnownEverywhere => $"A verifier may still have a key list without it. Use it from {Written(act.Earliest)} on.",
        KeyRefusal.NotInUse => "The key does not sign.",
        KeyRefusal.NothingElseSigns => "No other key signs all that this one does. Take the next one into use first.",
        KeyRefusal.TokensAlive when act.Earliest is { } end => $"Tokens of it may still be good. Remove it from {Written(end)} on; compromise it if it must go now.",
        KeyRefusal.TokensAlive => "Verifiers know the key. Retire it first; compromise it if it must go now.",
        _ => "The key is past that stage.",
    };

    private static string Written(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "a later time";
}

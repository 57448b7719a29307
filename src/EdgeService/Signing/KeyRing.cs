using System.Security.Cryptography;
using EdgeService.Audit;
using EdgeService.Core.Tokens;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Signing;

/// <summary>
/// The keys of this edge and of the others, as their folders hold them. Looks again and again, so that a key is published and signs without a
/// restart, and keeps the schedule. What cannot be used changes nothing and is reported once; that a key is believed no more waits for nothing.
/// </summary>
public sealed class KeyRing(
    CurrentSigningKeys signing, CurrentVerificationKeys verification, IOptions<SigningOptions> options, AuditTrail audit, TimeProvider clock, ILogger<KeyRing> log)
{
    private readonly Lock _turn = new();
    private readonly SigningOptions _options = options.Value;
    private readonly Dictionary<string, string> _complaints = [];
    private byte[] _published = [];

    /// <summary>Of the deployment's other edges.</summary>
    public TrustedKeys Trusted { get; private set; } = TrustedKeys.None;

    public SigningKeys Own => signing.Keys;

    public string KeyFolder => _options.KeyFolder;

    public string TrustFolder => _options.TrustFolder;

    public TimeSpan Notice => TimeSpan.FromSeconds(_options.VerifierRefreshSeconds);

    /// <summary>How long a key signs where nobody says otherwise.</summary>
    public TimeSpan SignFor => TimeSpan.FromDays(_options.RotateDays > 0 ? _options.RotateDays : 90);

    /// <summary>Whether tokens of a key are good here, or it may sign.</summary>
    public bool Believes(KeyId id) => Own.Ids.Contains(id) || verification.Keys.Find(id) is not null;

    /// <summary>One look. Keys are published anew each time, for they are struck off when their last token has expired.</summary>
    public void Look()
    {
        lock (_turn)
            LookInTurn();
    }

    /// <summary>Changes the key folder and looks at once: the very next call finds the keys changed. Nobody else looks or changes meanwhile.</summary>
    public T Change<T>(Func<DateTimeOffset, T> change)
    {
        lock (_turn)
        {
            LookInTurn();
            var changed = change(clock.GetUtcNow());
            LookInTurn();
            return changed;
        }
    }

    /// <summary>Makes a key where the settings want it, and returns the path of its file.</summary>
    public string Make(SigningTerms terms) =>
        _options.NewKeysIn.Length == 0 ? SigningKeyFile.Create(KeyFolder, terms) : SigningKeyFile.CreateIn(_options.NewKeysIn, KeyFolder, terms);

    private void LookInTurn()
    {
        Try("own", LookAtOwn);
        Try("others", LookAtOthers);
        Try("lost", ReplaceLost);
        if (_options.RotateDays > 0)
            Try("schedule", KeepSchedule);
        verification.Swap(Trusted.With(Own.PublishedAt(clock.GetUtcNow()), clock.GetUtcNow()));
        Try("publish", TellOthers);
    }

    private void LookAtOwn()
    {
        if (SigningKeys.MarkOf(KeyFolder) == Own.Mark)
            return;
        StrikeOff();
        signing.Swap(SigningKeys.Load(KeyFolder));
        audit.Note("signing-keys.adopted", string.Join(", ", Own.Ids));
        log.SigningKeysInUse(string.Join(", ", Own.Ids), KeyFolder);
    }

    /// <summary>The marks by themselves: they count also where another file of the folder cannot be used.</summary>
    private void StrikeOff()
    {
        var marked = CompromisedKey.ReadAll(KeyFolder, []);
        if (Own.Ids.Any(id => marked.Any(mark => mark.Id == id)))
            signing.Swap(Own.StruckOff(marked));
    }

    /// <summary>What could not be read is read again at every look: that its file may be read now changes none of its times.</summary>
    private void LookAtOthers()
    {
        if (Trusted.Faults.Count > 0 || TrustedKeys.MarkOf(TrustFolder, _options.EdgeNumber) != Trusted.Mark)
            Trusted = TrustedKeys.Load(TrustFolder, _options.EdgeNumber, Trusted);
        if (Trusted.Faults.Count > 0)
            throw new KeyMaterialException(string.Join(" ", Trusted.Faults));
    }

    /// <summary>A key that was marked as compromised, here or by another edge, is replaced at once and its file deleted.</summary>
    private void ReplaceLost()
    {
        var now = clock.GetUtcNow();
        foreach (var key in Own.Keys.Where(key => Trusted.IsStruckOff(key.Id)))
            new CompromisedKey(key.Id, now, key.Terms.UsableUntil).Write(KeyFolder);
        Adopt();
        foreach (var lost in Own.Lost.Where(lost => File.Exists(lost.Path)))
        {
            Replace(lost, now);
            Adopt();
            SigningKeyFile.Delete(lost.Path);
            audit.Note("signing-key.compromised", lost.Key.Id.ToString());
            log.SigningKeyCompromised(lost.Key.Id.ToString());
        }

        LookAtOwn();
    }

    /// <summary>Takes what is usable in the folder: the key in the place of a lost one signs though another file there cannot be used.</summary>
    private void Adopt()
    {
        try
        {
            LookAtOwn();
        }
        catch (KeyMaterialException) when (!Own.Lost.IsEmpty)
        {
            signing.Swap(SigningKeys.LoadUsable(KeyFolder, Own));
        }
    }

    private void Replace(StoredKey lost, DateTimeOffset now)
    {
        var others = Own.Keys.Select(key => (key.Id, key.Terms)).ToList();
        if (KeyLifecycle.SuccessorOf(lost.Key.Terms, others, now) is not { } successor)
            Make(KeyLifecycle.AtOnce(lost.Key.Terms.Scope, now, SignFor));
        else if (others.Single(key => key.Id == successor).Terms is var terms && !terms.SignsAt(now))
            SigningKeyFile.Rewrite(Own.PathOf(successor)!, KeyLifecycle.UseAtOnce(terms, now, SignFor));
    }

    private void KeepSchedule()
    {
        var now = clock.GetUtcNow();
        var tasks = KeySchedule.Due([.. Own.Keys.Select(key => (key.Id, key.Terms))], now, SignFor, Notice);
        foreach (var terms in tasks.Make)
            log.SigningKeyMade(Path.GetFileNameWithoutExtension(Make(terms)), terms.SignsFrom);
        foreach (var (id, terms) in tasks.Change)
            SigningKeyFile.Rewrite(Own.PathOf(id)!, terms);
        foreach (var id in tasks.Remove)
        {
            SigningKeyFile.Delete(Own.PathOf(id)!);
            audit.Note("signing-key.removed", id.ToString());
            log.SigningKeyRemoved(id.ToString());
        }

        if (!tasks.IsEmpty)
            LookAtOwn();
    }

    /// <summary>Lays the list of this edge where the other edges look.</summary>
    private void TellOthers()
    {
        var path = Path.Combine(TrustFolder, TrustedKeys.FileOf(_options.EdgeNumber));
        var list = KeyListJson.Write(Own.PublishedAt(clock.GetUtcNow()));
        if (list.AsSpan().SequenceEqual(_published) && File.Exists(path))
            return;
        PublicFile.Write(path, list);
        _published = list;
    }

    private void Try(string what, Action look)
    {
        try
        {
            look();
            _complaints.Remove(what);
        }
        catch (Exception unusable) when (unusable is KeyMaterialException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            if (_complaints.GetValueOrDefault(what) != unusable.Message)
                Complain(unusable.Message);
            _complaints[what] = unusable.Message;
        }
    }

    private void Complain(string cause)
    {
        log.SigningKeysRefused(cause);
        audit.Note("signing-keys.refused", "", "REFUSED");
    }
}

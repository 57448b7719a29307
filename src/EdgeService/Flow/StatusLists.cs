using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow;

/// <summary>A status list as it is published.</summary>
/// <param name="Key">The key whose tokens it speaks of.</param>
/// <param name="List">What it says.</param>
/// <param name="Token">The same, signed.</param>
/// <param name="Signer">The key that signed it.</param>
/// <param name="Mark">First 8 bytes of the hash of the signed list: tells one issue from another.</param>
public sealed record PublishedStatus(KeyId Key, StatusListToken List, byte[] Token, KeyId Signer, ulong Mark);

/// <summary>
/// The status lists of all keys whose tokens can still be good, as the ledger has their revocations. Looks at the ledger again and again; a
/// list is signed when it is asked for, and again when it has changed or half its time to live is over. While the ledger is out of
/// reach the lists grow old, and say so: they are issued as of the last look.
/// </summary>
public sealed class StatusLists(
    ILedger ledger, CurrentVerificationKeys keys, StatusSigner signer, IOptions<SigningOptions> options, TimeProvider clock, ILogger<StatusLists> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly EdgeFault NotYet = new(FaultReason.NotReady, "This edge has not read the revocations yet, or no key of it signs now. Ask another edge, or try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(options.Value.StatusTtlSeconds);
    private readonly TimeSpan _lifetime = TimeSpan.FromHours(options.Value.StatusListHours);
    private readonly ConcurrentDictionary<KeyId, PublishedStatus> _published = new();
    private readonly Lock _asking = new();
    private Task _look = Task.CompletedTask;
    private Task? _next;
    private volatile Revocations? _revoked;
    private bool _outOfReach;

    /// <summary>The list of a key's tokens; null when no key of that id is known.</summary>
    /// <exception cref="EdgeFaultException">The edge is not ready.</exception>
    public PublishedStatus? Find(KeyId key)
    {
        var revoked = _revoked ?? throw new EdgeFaultException(NotYet);
        if (keys.Keys.Find(key) is null)
            return null;
        if (_published.TryGetValue(key, out var published) && IsCurrent(published, revoked))
            return published;
        return _published[key] = Publish(key, revoked);
    }

    /// <summary>The lists of all keys.</summary>
    /// <exception cref="EdgeFaultException">The edge is not ready.</exception>
    public IReadOnlyList<PublishedStatus> All() => [.. keys.Keys.Keys.Select(key => Find(key.Id)).OfType<PublishedStatus>()];

    /// <summary>
    /// One look at the ledger that begins after this call; a fault leaves what was known before. Whoever asks while one is under way shares the next, so
    /// that however many revoke, all revocations are read once at a time.
    /// </summary>
    public Task LookAsync(CancellationToken cancellation)
    {
        lock (_asking)
        {
            if (_next is not null || !_look.IsCompleted)
                return (_next ??= LookAfterAsync(_look)).WaitAsync(cancellation);
            return (_look = LookOnceAsync()).WaitAsync(cancellation);
        }
    }

    private async Task LookAfterAsync(Task underWay)
    {
        await underWay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task look;
        lock (_asking)
        {
            (_look, _next) = (look = LookOnceAsync(), null);
        }

        await look;
    }

    private async Task LookOnceAsync()
    {
        try
        {
            var now = clock.GetUtcNow();
            var places = await ledger.ReadRevokedPlacesAsync(now, CancellationToken.None);
            var byKey = places.GroupBy(place => place.Signer).ToFrozenDictionary(group => group.Key, group => group.Select(place => place.Index).Order().ToArray());
            _revoked = new Revocations(now, byKey);
            _outOfReach = false;
        }
        catch (LedgerUnavailableException unreachable)
        {
            if (!_outOfReach)
                log.StatusListsAge(unreachable);
            _outOfReach = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private bool IsCurrent(PublishedStatus published, Revocations revoked) =>
        revoked.At - published.List.IssuedAt < _timeToLive / 2
        && revoked.At >= published.List.IssuedAt
        && revoked.Of(published.Key).All(index => published.List.List.At(index) == StatusList.Invalid)
        && keys.Keys.Find(published.Signer) is not null;

    private PublishedStatus Publish(KeyId key, Revocations revoked)
    {
        var list = StatusList.Of(1, StatusPlaces.Count, revoked.Of(key).Select(index => (index, StatusList.Invalid)));
        var issued = DateTimeOffset.FromUnixTimeSeconds(revoked.At.ToUnixTimeSeconds());
        var token = new StatusListToken(StatusListToken.SubjectOf(key), issued, issued + _lifetime, _timeToLive, list);
        var signed = signer.Sign(token, out var by) ?? throw new EdgeFaultException(NotYet);
        return new PublishedStatus(key, token, signed, by, BitConverter.ToUInt64(SHA256.HashData(signed)));
    }

    private sealed record Revocations(DateTimeOffset At, FrozenDictionary<KeyId, uint[]> Indexes)
    {
        public uint[] Of(KeyId key) => Indexes.GetValueOrDefault(key, []);
    }
}

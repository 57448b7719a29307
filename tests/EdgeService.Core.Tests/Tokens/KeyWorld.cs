using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>
/// An edge with a set clock whose keys are led through their lives at random, by hand or by schedule, and verifiers that fetch its list now and then.
/// Every token that it signs is verified until it ends, against the oldest list that a verifier may go by and the newest.
/// </summary>
internal sealed class KeyWorld(int seed, bool scheduled)
{
    private const string Venue = "railway:central-station";
    private static readonly ECDsa[] Pool = [.. Enumerable.Range(0, 24).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private static readonly TokenGate Gate = new(Venue, [TokenDesk.Claims().Audience]);

    private readonly Random _random = new(seed);
    private readonly Dictionary<KeyId, (ECDsa Signer, SigningTerms Terms)> _keys = [];
    private readonly Queue<(DateTimeOffset At, KeyList List)> _fetched = new();
    private readonly List<(string Text, DateTimeOffset Ends)> _tokens = [];
    private DateTimeOffset _now = TokenDesk.Now;
    private TimeSpan _notice;
    private TimeSpan _interval;
    private KeyScope _scope = KeyScope.Everything;

    public int Verified { get; private set; }

    public int MomentsWithoutKey { get; private set; }

    public int KeysSeen { get; private set; }

    public int KeysHeld => _keys.Count;

    /// <summary>The one that signs, the next, and those whose last tokens have not expired.</summary>
    public int MostKeysNeeded => 4 + (int)(_scope.MaxLifetime / _interval);

    public KeyWorld Run(int steps)
    {
        _notice = TimeSpan.FromSeconds(_random.Next(60, 3600));
        _interval = _notice * (4 + (_random.NextDouble() * 6));
        _scope = KeyScope.Everything with { MaxLifetime = TimeSpan.FromSeconds(_random.Next(30, 3600)) };
        Add(new SigningTerms(_now.AddHours(-1), _now + _interval, _scope) { PublishedFrom = _now.AddHours(-1) });
        for (var step = 0; step < steps; step++)
        {
            _now += (_notice / 3) * _random.NextDouble();
            if (scheduled)
                KeepSchedule();
            else
                ActByHand();
            _fetched.Enqueue((_now, List()));
            Sign();
            VerifyAll();
        }

        return this;
    }

    private void Add(SigningTerms terms)
    {
        var signer = Pool.First(signer => !_keys.ContainsKey(KeyId.OfPublicKey(signer.ExportSubjectPublicKeyInfo())));
        _keys.Add(KeyId.OfPublicKey(signer.ExportSubjectPublicKeyInfo()), (signer, terms));
        KeysSeen++;
    }

    private void KeepSchedule()
    {
        var tasks = KeySchedule.Due([.. _keys.Select(key => (key.Key, key.Value.Terms))], _now, _interval, _notice);
        foreach (var (id, terms) in tasks.Change)
            _keys[id] = (_keys[id].Signer, terms);
        foreach (var id in tasks.Remove)
            _keys.Remove(id);
        foreach (var terms in tasks.Make)
            Add(terms);
        MomentsWithoutKey += _keys.Values.Any(key => key.Terms.SignsAt(_now)) ? 0 : 1;
    }

    /// <summary>One act on one key, whether it makes sense or not: those that do not are refused.</summary>
    private void ActByHand()
    {
        if (_random.Next(3) == 0 && _keys.Count < Pool.Length - 2)
            Add(new SigningTerms(SigningTerms.Never, SigningTerms.Never, _scope) { PublishedFrom = SigningTerms.Never });
        if (_keys.Count == 0)
            return;
        var (id, (signer, terms)) = _keys.ElementAt(_random.Next(_keys.Count));
        var others = _keys.Where(key => key.Key != id).Select(key => key.Value.Terms);
        var act = _random.Next(5);
        var step = act switch
        {
            0 => KeyLifecycle.Publish(terms, _now),
            1 or 2 => KeyLifecycle.Use(terms, _now, _notice, _interval),
            3 => KeyLifecycle.Retire(terms, others, _now),
            _ => KeyLifecycle.Remove(terms, _now),
        };
        if (step.Next is not { } next)
            Assert.NotEqual(KeyRefusal.None, step.Refusal);
        else if (act == 4)
            _keys.Remove(id);
        else
            _keys[id] = (signer, next);
    }

    private KeyList List() => new(_keys.Values.Where(key => key.Terms.IsListedAt(_now)).Select(key =>
        VerificationKey.TryOf(key.Signer.ExportSubjectPublicKeyInfo(), key.Terms.Scope, key.Terms.UsableFrom, key.Terms.UsableUntil)!));

    private void Sign()
    {
        var seconds = 1 + _random.Next((int)_scope.MaxLifetime.TotalSeconds);
        var claims = TokenDesk.Claims() with { ExpiresAt = DateTimeOffset.FromUnixTimeSeconds((_now + TimeSpan.FromSeconds(seconds)).ToUnixTimeSeconds()) };
        var able = _keys.Where(key => key.Value.Terms.SignsAt(_now) && key.Value.Terms.Scope.Covers(claims, Venue, _now)).ToList();
        if (able.Count == 0)
            return;
        var (id, (signer, _)) = able.MaxBy(key => key.Value.Terms.SignsFrom);
        Span<byte> token = stackalloc byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(claims, id, token)];
        Span<byte> hash = stackalloc byte[32];
        TokenWriting.HashOf(token, hash);
        signer.SignHash(hash).CopyTo(TokenWriting.SignatureOf(token));
        _tokens.Add((TokenWriting.TextOf(token), claims.ExpiresAt));
    }

    private void VerifyAll()
    {
        while (_now - _fetched.Peek().At > _notice)
            _fetched.Dequeue();
        _tokens.RemoveAll(token => token.Ends <= _now);
        foreach (var (text, _) in _tokens.Count <= 3 ? _tokens : [_tokens[0], _tokens[_random.Next(_tokens.Count)], _tokens[^1]])
        {
            foreach (var (at, list) in new[] { _fetched.Peek(), _fetched.Last() })
            {
                var fault = TokenVerification.Verify(text, list, Gate, _now).Fault;
                Assert.True(fault == TokenFault.None, $"world {seed}, {_now:O}: {fault} by a list {_now - at} old, where {_notice} is allowed");
                Verified++;
            }
        }
    }
}

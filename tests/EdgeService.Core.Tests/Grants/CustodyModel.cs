using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>The rules of custody once more, as plainly as they can be said: everything mutable, nothing forgotten, in seconds of waiting.</summary>
internal sealed class CustodyModel
{
    private readonly List<Held> _grants = [];
    private readonly Dictionary<TokenId, (bool Redeemed, DateTimeOffset Expires)> _tokens = [];

    /// <summary>The results that are right; more than one only where the rules may have forgotten by then.</summary>
    public GrantResult[] Apply(GrantCommand command, DateTimeOffset now)
    {
        _grants.ForEach(grant => grant.Age(now));
        return command switch
        {
            Begin begin => [Open(begin.Terms, now)],
            Redeem redeem => Token(redeem.Token, redeem.Expires, now) ?? [Spend(redeem, now)],
            RevokeToken revoke => Token(revoke.Token, revoke.Expires, now) ?? [Revoke(revoke)],
            OnGrant other => Touch(other, now),
            _ => throw new InvalidOperationException(),
        };
    }

    public GrantState StateOf(long number, DateTimeOffset now) => At(number, now).State;

    public IEnumerable<string> ItemsOf(long number, DateTimeOffset now) =>
        At(number, now) is { State: GrantState.Opening or GrantState.Active } grant ? grant.Out.Order() : [];

    public (int Active, int InPeriod, bool Journey) UsageOf(int perk, TimeSpan period, DateTimeOffset now)
    {
        _grants.ForEach(grant => grant.Age(now));
        var counting = _grants.Where(grant => grant.Terms.PerkCode == perk && grant.State is not (GrantState.Cancelled or GrantState.Lapsed)).ToList();
        var open = counting.Where(grant => grant.State != GrantState.Returned);
        return (
            open.Sum(grant => Math.Max(1, grant.Terms.Units - (grant.Terms.Items.Length - grant.Out.Count))),
            counting.Where(grant => grant.Start > now - period).Sum(grant => grant.Terms.Units),
            counting.Any(grant => grant.Terms.Journey is not null && (grant.IsOpen || grant.Start > now.AddDays(-32))));
    }

    public bool CountsAt(DateTimeOffset now) => UsageOf(Sample.Bike, TimeSpan.Zero, now).Active + UsageOf(2, TimeSpan.Zero, now).Active > 0;

    private Held At(long number, DateTimeOffset now)
    {
        _grants[(int)number - 1].Age(now);
        return _grants[(int)number - 1];
    }

    private GrantResult[]? Token(TokenId token, DateTimeOffset expires, DateTimeOffset now)
    {
        var late = now > expires.AddSeconds(30);
        if (!_tokens.TryGetValue(token, out var fate))
        {
            return late ? [GrantResult.TokenExpired] : null;
        }

        var before = fate.Redeemed ? GrantResult.AlreadyRedeemed : GrantResult.AlreadyRevoked;
        return late ? [before, GrantResult.TokenExpired] : [before];
    }

    private GrantResult Revoke(RevokeToken revoke)
    {
        _tokens[revoke.Token] = (false, revoke.Expires);
        return GrantResult.Revoked;
    }

    private GrantResult Spend(Redeem redeem, DateTimeOffset now)
    {
        var result = Open(redeem.Terms, now);
        if (result == GrantResult.Granted)
        {
            _tokens[redeem.Token] = (true, redeem.Expires);
        }

        return result;
    }

    private GrantResult Open(GrantTerms terms, DateTimeOffset now)
    {
        if (terms.Items.Length > terms.Units)
        {
            return GrantResult.TooManyItems;
        }

        if (_grants.Count(grant => grant.IsOpen) >= 64)
        {
            return GrantResult.TooMuchOpen;
        }

        if (_grants.Any(grant => grant.IsOpen && grant.Out.Overlaps(terms.Items)))
        {
            return GrantResult.ItemTaken;
        }

        _grants.Add(new Held(terms, now));
        return GrantResult.Granted;
    }

    private GrantResult[] Touch(OnGrant command, DateTimeOffset now)
    {
        if (command.Number > _grants.Count || _grants[(int)command.Number - 1] is var grant && grant.Terms.PartnerId != command.PartnerId)
        {
            return [GrantResult.NoSuchGrant];
        }

        grant = _grants[(int)command.Number - 1];
        var result = command switch
        {
            ConfirmHandover confirm => Confirm(grant, confirm, now),
            Return back => grant.Return(back, now),
            _ => grant.Cancel(now),
        };
        return !grant.IsOpen && result == GrantResult.WrongState && grant.End < now.AddDays(-7) ? [result, GrantResult.NoSuchGrant] : [result];
    }

    private GrantResult Confirm(Held grant, ConfirmHandover command, DateTimeOffset now)
    {
        var late = grant.State == GrantState.Lapsed && command.At is not null;
        if (!late && grant.State != GrantState.Opening)
        {
            return GrantResult.WrongState;
        }

        if (Held.Own(command.At, grant.Opened, now) is not { } at || at >= grant.Opened.AddSeconds(120))
        {
            return GrantResult.TimeOutOfBounds;
        }

        if (late && _grants.Any(other => other != grant && other.IsOpen && other.Out.Overlaps(grant.Out)))
        {
            return GrantResult.ItemTaken;
        }

        (grant.State, grant.Active, grant.End) = (GrantState.Active, at, default);
        return GrantResult.HandedOver;
    }

    private sealed class Held(GrantTerms terms, DateTimeOffset opened)
    {
        public GrantTerms Terms => terms;

        public DateTimeOffset Opened => opened;

        public GrantState State { get; set; } = terms.NeedsHandover ? GrantState.Opening : GrantState.Active;

        public DateTimeOffset? Active { get; set; } = terms.NeedsHandover ? null : opened;

        public DateTimeOffset End { get; set; }

        public HashSet<string> Out { get; } = [.. terms.Items];

        public DateTimeOffset Start => Active ?? Opened;

        public bool IsOpen => State is GrantState.Opening or GrantState.Active;

        public static DateTimeOffset? Own(DateTimeOffset? own, DateTimeOffset start, DateTimeOffset now) => own switch
        {
            null => now,
            { } time when time < start.AddSeconds(-30) || time > now.AddSeconds(30) => null,
            { } time when time < start => start,
            { } time when time > now => now,
            { } time => time,
        };

        public void Age(DateTimeOffset now)
        {
            if (State == GrantState.Opening && now >= Opened.AddSeconds(120))
            {
                (State, End) = (GrantState.Lapsed, Opened.AddSeconds(120));
            }

            if (State == GrantState.Active && Active + Terms.SelfCloseAfter is { } over && now >= over)
            {
                (State, End) = (GrantState.Returned, over);
            }
        }

        public GrantResult Cancel(DateTimeOffset now)
        {
            if (State != GrantState.Opening && (State != GrantState.Active || Terms.NeedsHandover || now >= Opened.AddSeconds(120)))
            {
                return GrantResult.WrongState;
            }

            (State, End) = (GrantState.Cancelled, now);
            return GrantResult.Cancelled;
        }

        public GrantResult Return(Return command, DateTimeOffset now)
        {
            if (State != GrantState.Active)
            {
                return GrantResult.WrongState;
            }

            if (command.Items.Any(item => !Out.Contains(item)))
            {
                return GrantResult.ItemNotOut;
            }

            if (Own(command.At, Start, now) is not { } at)
            {
                return GrantResult.TimeOutOfBounds;
            }

            Out.ExceptWith(command.Items.IsEmpty ? Terms.Items : command.Items);
            (State, End) = Out.Count == 0 ? (GrantState.Returned, at) : (State, End);
            return GrantResult.Returned;
        }
    }
}

using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using Line = EdgeService.Core.Grants.MoneyLineKind;
using State = EdgeService.Core.Grants.GrantState;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>The rules of grants once more, written from design.md §8 and not from the code: everything mutable, nothing forgotten, in whole seconds.</summary>
internal sealed class PlainRules(int members)
{
    private readonly Dictionary<TokenId, (bool Used, DateTimeOffset Expires)> _tokens = [];
    private readonly Dictionary<string, PlainGrant> _holder = [];
    private readonly SortedDictionary<uint, (DateTimeOffset Time, UInt128 Digest)> _receipts = [];

    public List<PlainGrant>[] Grants { get; } = [.. Enumerable.Range(0, members).Select(_ => new List<PlainGrant>())];

    /// <summary>What the dock signed under its highest number.</summary>
    public (uint Number, DateTimeOffset Time, UInt128 Digest) LastReceipt =>
        _receipts.LastOrDefault() is var last ? (last.Key, last.Value.Time, last.Value.Digest) : default;

    /// <summary>Does it if it is allowed, and says whether it was.</summary>
    public bool Do(int member, GrantCommand command, DateTimeOffset now)
    {
        var due = Grants[member].Where(grant => grant.At(now) != grant.State).Select(grant => (grant, grant.State)).ToList();
        var done = command switch
        {
            Begin begin => Open(member, begin.Terms, null, now),
            Redeem redeem => Fresh(redeem.Token, redeem.Expires, now) && Open(member, redeem.Terms, redeem.Token, now) && Use(redeem.Token, redeem.Expires),
            Reserve reserve => Fresh(reserve.Token, reserve.Expires, now) && Keep(member, reserve, now),
            RevokeToken revoke => Fresh(revoke.Token, revoke.Expires, now) && Drop(member, revoke, now),
            ClaimOffline claim => Claim(member, claim, now),
            OnGrant on => on.Number <= Grants[member].Count && Grants[member][(int)on.Number - 1] is var grant
                && (on.PartnerId is null || grant.Terms.PartnerId == on.PartnerId) && On(grant, on, now),
            _ => throw new InvalidOperationException(),
        };
        due.Where(was => done && was.grant.State == was.State).ToList().ForEach(was => Settle(was.grant, now));
        return done;
    }

    /// <summary>What time has done is written down along with a change, and then stays.</summary>
    private static void Settle(PlainGrant grant, DateTimeOffset now) => (grant.State, grant.End) = (grant.At(now), grant.State switch
    {
        State.Opening => grant.Opened.AddSeconds(120),
        State.Reserved => grant.Until,
        _ => grant.Active + grant.Terms.SelfCloseAfter,
    });

    private bool Fresh(TokenId token, DateTimeOffset expires, DateTimeOffset now) => !_tokens.ContainsKey(token) && now <= expires.AddSeconds(30);

    private bool Use(TokenId token, DateTimeOffset expires) => _tokens.TryAdd(token, (true, expires));

    private PlainGrant? ReservedBy(int member, TokenId? token, DateTimeOffset now) =>
        token is null ? null : Grants[member].Find(grant => grant.At(now) == State.Reserved && grant.Token == token);

    private bool Taken(GrantTerms terms, PlainGrant? own, DateTimeOffset now) => terms.Items.Any(item =>
        _holder.TryGetValue(item, out var other) && other != own && other.Out.Contains(item) && other.HoldsAt(now));

    private bool Open(int member, GrantTerms terms, TokenId? token, DateTimeOffset now)
    {
        var reserved = ReservedBy(member, token, now);
        if (terms.Items.Length > terms.Units || Taken(terms, reserved, now))
        {
            return false;
        }

        Place(member, new PlainGrant(member, terms, token, now), terms.NeedsHandover ? State.Opening : State.Active, reserved, now);
        return true;
    }

    private void Place(int member, PlainGrant grant, State state, PlainGrant? instead, DateTimeOffset now)
    {
        (grant.State, grant.Active) = (state, state == State.Active ? (grant.Opened < now ? grant.Opened : now) : null);
        if (instead is null)
        {
            Grants[member].Add(grant);
        }
        else
        {
            Grants[member][Grants[member].IndexOf(instead)] = grant;
            instead.Out.Clear();
        }

        if (state != State.LateConflict)
        {
            Hold(grant);
        }
    }

    private void Hold(PlainGrant grant) => grant.Out.ToList().ForEach(item => _holder[item] = grant);

    private bool Keep(int member, Reserve command, DateTimeOffset now)
    {
        var until = command.Expires.AddSeconds(30);
        if (ReservedBy(member, command.Token, now) is { } reserved)
        {
            (var before, reserved.Until) = (reserved.Until, reserved.Until > until ? reserved.Until : until);
            return until > before;
        }

        if (command.Terms.Items.Length > command.Terms.Units || Taken(command.Terms, null, now))
        {
            return false;
        }

        Place(member, new PlainGrant(member, command.Terms, command.Token, now) { Until = until }, State.Reserved, null, now);
        return true;
    }

    private bool Drop(int member, RevokeToken command, DateTimeOffset now)
    {
        _tokens.Add(command.Token, (false, command.Expires));
        if (ReservedBy(member, command.Token, now) is { } reserved)
        {
            (reserved.State, reserved.End) = (State.Cancelled, now);
        }

        return true;
    }

    private bool Claim(int member, ClaimOffline claim, DateTimeOffset now)
    {
        var again = Grants[member].Any(grant => grant.Token == claim.Token && grant.Terms == claim.Terms && grant.At(now) != State.Reserved && (grant.Claimed ? grant.Opened == claim.At : claim.Token is not null));
        if (again || claim.Terms.Items.Length > claim.Terms.Units)
        {
            return false;
        }

        var reserved = ReservedBy(member, claim.Token, now);
        var second = claim.At > now.AddSeconds(30) || (claim.Token is null && now > claim.At.AddDays(7)) || !claim.WithinLimits || Taken(claim.Terms, reserved, now)
            || (claim.Token is { } token && (_tokens.ContainsKey(token) || claim.At > claim.Expires.AddSeconds(30)));
        var grant = new PlainGrant(member, claim.Terms, claim.Token, claim.At) { Claimed = true };
        Place(member, grant, second ? State.LateConflict : State.Active, second ? null : reserved, now);
        var accepted = claim.Token is not null && claim.At <= claim.Expires.AddSeconds(30);
        return !accepted || Use(claim.Token!.Value, claim.Expires) || second;
    }

    private bool On(PlainGrant grant, OnGrant command, DateTimeOffset now) => command switch
    {
        ConfirmHandover confirm => Confirm(grant, confirm.At, now),
        Return back => Return(grant, back.Items.IsEmpty ? [.. grant.Out] : back.Items, Own(back.At, grant.Active, now), now),
        Cancel => (grant.At(now) == State.Opening
                || (grant.At(now) == State.Active && !grant.Terms.NeedsHandover && now < grant.Opened.AddSeconds(120) && grant.Lines.Count == 0)) && End(grant, State.Cancelled, now),
        Extend extend => Extend(grant, extend.DueAt, now),
        Close => Finish(grant, now),
        ReportLost lost => Lose(grant, lost, now),
        OnMoney money => PlainMoney.Do(grant, money, now),
        ReturnByReceipt receipt => Receive(grant, receipt, now),
        Dispute => grant.At(now) is State.Active or State.Lost or State.Returned or State.Kept && Doubt(grant, now),
        DecideReview decide => Decide(grant, decide.ReturnedAt, now),
        ResolveConflict resolve => grant.State == State.LateConflict && Resolve(grant, resolve.Stands, now),
        _ => throw new InvalidOperationException(),
    };

    private static DateTimeOffset? Own(DateTimeOffset? own, DateTimeOffset? start, DateTimeOffset now) => (own, start) switch
    {
        (null, { } from) => now > from ? now : from,
        ({ } time, { } from) when time >= from.AddSeconds(-30) && time <= now.AddSeconds(30) => time > now && now > from ? now : time > now ? from : time < from ? from : time,
        _ => null,
    };

    private static bool End(PlainGrant grant, State state, DateTimeOffset at)
    {
        (grant.State, grant.End) = (state, at);
        return true;
    }

    private bool Confirm(PlainGrant grant, DateTimeOffset? own, DateTimeOffset now)
    {
        var state = grant.At(now);
        var late = state == State.Lapsed && grant.Until == default && own is not null;
        if (state != State.Opening && !late)
        {
            return false;
        }

        if (Own(own, grant.Opened, now) is not { } at || at >= grant.Opened.AddSeconds(120) || Taken(grant.Terms, grant, now))
        {
            return false;
        }

        (grant.State, grant.Active, grant.End) = (State.Active, at, null);
        Hold(grant);
        return true;
    }

    private static State Standing(PlainGrant grant, DateTimeOffset now) => grant.State == State.InReview ? grant.Before : grant.At(now);

    private static bool Return(PlainGrant grant, IReadOnlyList<string> items, DateTimeOffset? at, DateTimeOffset now)
    {
        if (Standing(grant, now) is not (State.Active or State.Lost) || grant.Terms.Kind == PerkKind.CreditLine || at is not { } time || !items.All(grant.Out.Contains))
        {
            return false;
        }

        grant.Out.ExceptWith(items);
        PlainMoney.Forgive(grant, Standing(grant, now) == State.Lost);
        if (grant.Out.Count == 0)
        {
            grant.End = time;
            (grant.State, grant.Before) = grant.State == State.InReview ? (State.InReview, State.Returned) : (State.Returned, default);
        }

        return true;
    }

    private static bool Extend(PlainGrant grant, DateTimeOffset due, DateTimeOffset now)
    {
        if (grant.At(now) != State.Active || grant.Terms.Extension is not { } rule || now > grant.Due || due <= grant.Due || due > grant.Due + rule.By || grant.Moves == rule.Count)
        {
            return false;
        }

        (grant.Moved, grant.Moves) = (due, grant.Moves + 1);
        return true;
    }

    private static bool Finish(PlainGrant grant, DateTimeOffset now) => grant.At(now) == State.Active && grant.Terms.Kind switch
    {
        PerkKind.Visit => End(grant, State.Returned, now),
        PerkKind.Trial => grant.Asked > 0 && End(grant, State.Kept, now),
        PerkKind.CreditLine => grant.Balance == 0 && grant.Held == 0 && End(grant, State.Returned, now),
        _ => false,
    };

    private static bool Lose(PlainGrant grant, ReportLost command, DateTimeOffset now)
    {
        var lends = grant.Terms.Kind is PerkKind.Rental or PerkKind.Trial;
        var early = command.Actor.Kind == ActorKind.Terminal && now < grant.Due + grant.Terms.LostAfter;
        var claim = command.Claim?.MinorUnits ?? 0;
        if (grant.At(now) != State.Active || !lends || early || (claim > 0 && grant.Terms.Deposit?.Currency != command.Claim?.Currency))
        {
            return false;
        }

        if (claim > 0)
        {
            grant.Lines.Add((Line.LossClaim, "", Math.Min(claim, PlainMoney.MostFor(grant)), null));
        }

        return End(grant, State.Lost, now);
    }

    private static bool Doubt(PlainGrant grant, DateTimeOffset now)
    {
        if (grant.State == State.InReview || grant.Reviews == 3)
        {
            return false;
        }

        grant.Reviews++;
        grant.End = grant.At(now) == State.Returned && grant.State == State.Active ? grant.Active + grant.Terms.SelfCloseAfter : grant.End;
        (grant.Before, grant.State) = (grant.At(now), State.InReview);
        return true;
    }

    private static bool Decide(PlainGrant grant, DateTimeOffset? returned, DateTimeOffset now)
    {
        if (grant.State != State.InReview || returned < grant.Active || returned > now)
        {
            return false;
        }

        if (returned is { } at)
        {
            grant.Out.Clear();
            PlainMoney.Forgive(grant, grant.Before == State.Lost);
            return End(grant, State.Returned, at);
        }

        grant.State = grant.Before;
        return true;
    }

    private bool Resolve(PlainGrant grant, bool stands, DateTimeOffset now)
    {
        if (stands && Taken(grant.Terms, grant, now))
        {
            return false;
        }

        if (!stands)
        {
            return End(grant, State.Cancelled, now);
        }

        (grant.State, grant.Active) = (State.Active, grant.Opened < now ? grant.Opened : now);
        Hold(grant);
        _ = grant.Token is { } token && Use(token, now);
        return true;
    }

    private bool Receive(PlainGrant grant, ReturnByReceipt command, DateTimeOffset now)
    {
        var (item, time, number) = (command.Receipt.ItemRef, command.Receipt.Time, command.Receipt.Sequence);
        var known = _receipts.TryGetValue(number, out var same);
        if (!grant.Terms.Items.Contains(item) || (known && same.Digest == command.Digest))
        {
            return false;
        }

        var back = !grant.Out.Contains(item);
        var correctable = grant.State == State.Returned && grant.Terms.Items.Length == 1 && time < grant.End;
        if (back ? !correctable : Standing(grant, now) is not (State.Active or State.Lost))
        {
            return false;
        }

        var before = _receipts.LastOrDefault(receipt => receipt.Key < number);
        var after = _receipts.FirstOrDefault(receipt => receipt.Key > number);
        var doubtful = time < grant.Active || time > now.AddSeconds(30) || known
            || (before.Key > 0 && before.Value.Time > time) || (after.Key > 0 && after.Value.Time < time);
        if (doubtful)
        {
            return Doubt(grant, now) && (known || _receipts.TryAdd(number, (time, command.Digest)));
        }

        _receipts[number] = (time, command.Digest);
        var at = time > now ? now : time;
        at = at < grant.Active ? grant.Active!.Value : at;
        if (back)
        {
            return End(grant, State.Returned, at);
        }

        grant.State = grant.State == State.InReview && grant.Out.Count == 1 ? grant.Before : grant.State;
        return Return(grant, [item], at, now);
    }
}

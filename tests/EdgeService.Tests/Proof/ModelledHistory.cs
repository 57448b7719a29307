using System.Globalization;

namespace EdgeService.Tests.Proof;

/// <summary>
/// Histories of a ledger that does one thing after the other at a moment within each call: written on its own, so that it can disagree
/// with the model.
/// </summary>
internal sealed class ModelledHistory
{
    private readonly Dictionary<string, (string Member, string Item, Told State)> _grants = [];
    private readonly Dictionary<IssuedToken, string?> _tokens = [];
    private readonly Random _random;

    private ModelledHistory(Random random) => _random = random;

    /// <param name="random">Draws what is asked.</param>
    /// <param name="answers">How many.</param>
    /// <param name="width">How far a call reaches to either side of its moment, in moments.</param>
    public static IReadOnlyList<Observation> Draw(Random random, int answers, int width)
    {
        var ledger = new ModelledHistory(random);
        return [.. Enumerable.Range(1, answers).Select(moment => ledger.Answer() with
        {
            Asked = (moment * 1000) - random.Next(1, width * 1000),
            Answered = (moment * 1000) + random.Next(1, width * 1000),
        })];
    }

    private Observation Answer()
    {
        var member = "m" + One(3);
        return _random.Next(8) switch
        {
            0 or 1 => Grant(member, null),
            2 or 3 => Redeem(member, new IssuedToken(member + One(4), "")),
            4 => Revoke(member, new IssuedToken(member + One(4), "")),
            5 => Move(member, Act.Confirm, Told.Opening, Told.Active),
            6 => Move(member, Act.Return, Told.Active, Told.Returned),
            _ => Move(member, Act.Cancel, Told.Opening, Told.Cancelled),
        };
    }

    private Observation Grant(string member, IssuedToken? token)
    {
        var item = "car-" + One(2);
        var told = Out(grant => grant.Member == member) ? Told.LimitReached
            : Out(grant => grant.Item == item) ? Told.ItemTaken
            : Told.Granted;
        var grant = told == Told.Granted ? "g" + _grants.Count.ToString(CultureInfo.InvariantCulture) : null;
        if (grant is not null)
            _grants.Add(grant, (member, item, Told.Opening));
        if (grant is not null && token is not null)
            _tokens[token] = grant;
        return Seen(token is null ? Act.Begin : Act.Redeem, member, told, grant) with { Item = item, Token = token };
    }

    private Observation Redeem(string member, IssuedToken token)
    {
        if (!_tokens.TryGetValue(token, out var fate))
            return Grant(member, token);
        var told = fate is null ? Told.AlreadyRevoked : Told.AlreadyRedeemed;
        return Seen(Act.Redeem, member, told, fate) with { Item = "car-0", Token = token };
    }

    private Observation Revoke(string member, IssuedToken token)
    {
        var redeemed = !_tokens.TryAdd(token, null) && _tokens[token] is not null;
        return Seen(Act.Revoke, member, redeemed ? Told.AlreadyRedeemed : Told.Done, null) with { Token = token };
    }

    private Observation Move(string member, Act act, Told from, Told to)
    {
        var mine = _grants.Where(grant => grant.Value.Member == member).Select(grant => grant.Key).ToList();
        if (mine.Count == 0)
            return Grant(member, null);
        var grant = mine[^1];
        var moves = _grants[grant].State == from;
        if (moves)
            _grants[grant] = _grants[grant] with { State = to };
        return Seen(act, member, moves ? Told.Done : Told.WrongState, grant);
    }

    private bool Out(Func<(string Member, string Item, Told State), bool> wanted) =>
        _grants.Values.Any(grant => grant.State is Told.Opening or Told.Active && wanted(grant));

    private string One(int of) => _random.Next(of).ToString(CultureInfo.InvariantCulture);

    private static Observation Seen(Act act, string member, Told told, string? grant) =>
        new(act, member, told) { Grant = grant, Asked = 0, LastAsked = 0, Answered = 0 };
}

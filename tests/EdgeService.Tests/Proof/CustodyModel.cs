namespace EdgeService.Tests.Proof;

/// <summary>
/// What a ledger may answer, one question at a time, for members who share some items: a token is redeemed once, a member has at most one
/// thing out, an item is out with at most one member, and a grant goes from opening to active to returned, or is called off.
/// A state is a text with one character a token and one a grant, so that states are compared as texts are.
/// </summary>
internal sealed class CustodyModel
{
    private const char Fresh = '\0';
    private const char Revoked = '\x1';
    private const char RedeemedBy = '\x2';

    private readonly Dictionary<IssuedToken, int> _tokens = [];
    private readonly Dictionary<string, (int Place, string Member, string Item)> _grants = [];

    private readonly bool _mindsItems;

    /// <param name="history">Names the tokens and grants, and says who was granted what.</param>
    /// <param name="mindsItems">Whether what others have out counts; otherwise any item may be free or taken at any moment.</param>
    public CustodyModel(IReadOnlyCollection<Observation> history, bool mindsItems = true)
    {
        _mindsItems = mindsItems;
        foreach (var token in history.Select(seen => seen.Token).OfType<IssuedToken>().Distinct())
            _tokens.Add(token, _tokens.Count);
        foreach (var made in history.Where(seen => seen.Told == Told.Granted).DistinctBy(seen => seen.Grant))
            _grants.Add(made.Grant!, (_tokens.Count + _grants.Count, made.Member, made.Item!));
    }

    public string Initial => new(Fresh, _tokens.Count + _grants.Count);

    /// <summary>The state after an answer, or null if that answer is not to be had in this state.</summary>
    public string? Next(string state, Observation seen) => seen.Act switch
    {
        Act.Redeem => Redeem(state, seen),
        Act.Begin => Grant(state, seen),
        Act.Revoke => Revoke(state, seen),
        Act.Confirm => Move(state, seen, from: Told.Opening, to: Told.Active),
        Act.Return => Move(state, seen, from: Told.Active, to: Told.Returned),
        Act.Cancel => Move(state, seen, from: Told.Opening, to: Told.Cancelled),
        _ => StateOf(state, seen.Grant!) == seen.Told ? state : null,
    };

    private string? Redeem(string state, Observation seen)
    {
        var token = _tokens[seen.Token!];
        if (state[token] == Fresh)
        {
            var next = Grant(state, seen);
            return next is not null && seen.Told == Told.Granted ? With(next, token, RedeemedByGrant(seen.Grant)) : next;
        }

        var asBefore = state[token] == Revoked
            ? seen.Told == Told.AlreadyRevoked
            : seen.Told == Told.AlreadyRedeemed && state[token] == RedeemedByGrant(seen.Grant);
        return asBefore ? state : null;
    }

    private string? Grant(string state, Observation seen)
    {
        var expected = IsOut(state, grant => grant.Member == seen.Member) ? Told.LimitReached
            : IsTaken(state, seen) ? Told.ItemTaken
            : Told.Granted;
        if (seen.Told != expected)
            return null;
        if (expected != Told.Granted)
            return state;
        return StateOf(state, seen.Grant!) == Told.Unknown ? With(state, _grants[seen.Grant!].Place, (char)Told.Opening) : null;
    }

    private bool IsTaken(string state, Observation seen) =>
        _mindsItems ? IsOut(state, grant => grant.Item == seen.Item) : seen.Told == Told.ItemTaken;

    private string? Revoke(string state, Observation seen) => (state[_tokens[seen.Token!]], seen.Told) switch
    {
        (Fresh, Told.Done) => With(state, _tokens[seen.Token!], Revoked),
        (Revoked, Told.Done) or ( >= RedeemedBy, Told.AlreadyRedeemed) => state,
        _ => null,
    };

    private string? Move(string state, Observation seen, Told from, Told to) => (StateOf(state, seen.Grant!) == from, seen.Told) switch
    {
        (true, Told.Done) => With(state, _grants[seen.Grant!].Place, (char)to),
        (false, Told.WrongState) when StateOf(state, seen.Grant!) != Told.Unknown => state,
        _ => null,
    };

    private bool IsOut(string state, Func<(int Place, string Member, string Item), bool> wanted) =>
        _grants.Values.Any(grant => state[grant.Place] is (char)Told.Opening or (char)Told.Active && wanted(grant));

    private Told StateOf(string state, string grant) =>
        _grants.TryGetValue(grant, out var known) && state[known.Place] != Fresh ? (Told)state[known.Place] : Told.Unknown;

    private char RedeemedByGrant(string? grant) =>
        grant is not null && _grants.TryGetValue(grant, out var known) ? (char)(RedeemedBy + known.Place) : char.MaxValue;

    private static string With(string state, int place, char value) =>
        string.Concat(state.AsSpan(0, place), [value], state.AsSpan(place + 1));
}

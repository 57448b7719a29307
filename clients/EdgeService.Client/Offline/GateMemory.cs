using EdgeService.Core.Tokens;

namespace EdgeService.Client.Offline;

/// <summary>What a gate must not forget: which tokens opened it, how many of them without asking, its last contact, the highest signed time. Not safe for threads by itself.</summary>
internal sealed class GateMemory
{
    private readonly Dictionary<TokenId, TokenUse> _uses = [];
    private readonly Dictionary<ushort, int> _accepted = [];

    /// <summary>Null for never.</summary>
    public DateTimeOffset? LastContact { get; private set; }

    public DateTimeOffset HighestSigned { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether tokens were accepted since the last contact.</summary>
    public bool HasAccepted => _accepted.Count > 0;

    /// <summary>Those that were counted before the last contact first.</summary>
    public IEnumerable<TokenUse> Uses => _uses.Values.OrderBy(use => use.CutOff);

    public bool WasUsed(TokenId token) => _uses.ContainsKey(token);

    /// <summary>Tokens of a perk accepted since the last contact.</summary>
    public int AcceptedOf(ushort perkCode) => _accepted.GetValueOrDefault(perkCode);

    public void Use(in TokenUse use)
    {
        if (_uses.TryAdd(use.Token, use) && use.CutOff)
            _accepted[use.PerkCode] = AcceptedOf(use.PerkCode) + 1;
    }

    public void Contact(DateTimeOffset at)
    {
        LastContact = at;
        _accepted.Clear();
        foreach (var use in _uses.Values.Where(use => use.CutOff).ToList())
            _uses[use.Token] = use with { CutOff = false };
    }

    public void Signed(DateTimeOffset at)
    {
        if (at > HighestSigned)
            HighestSigned = at;
    }

    /// <summary>
    /// Forgets tokens that no gate takes any more. Told by what was signed and not by the clock, which may have been wrong: a token forgotten too
    /// early could be shown again.
    /// </summary>
    public void Forget()
    {
        foreach (var over in _uses.Values.Where(use => use.ExpiresAt + TokenFormat.ClockSlack + TokenFormat.ClockSlack < HighestSigned).ToList())
            _uses.Remove(over.Token);
    }
}

namespace EdgeService.Core.Grants;

/// <summary>What sort of party made a transition.</summary>
public enum ActorKind
{
    /// <summary>Time alone: lapsed handovers, visits that close themselves.</summary>
    Clock = 0,
    Terminal = 1,
    Member = 2,
    Operator = 3,
}

/// <summary>Who made a transition.</summary>
/// <param name="Kind">What sort of party.</param>
/// <param name="Name"><c>venue:terminal</c> of a terminal, the operator's name; empty for the member and the clock. No personal data of members.</param>
public readonly record struct Actor(ActorKind Kind, string Name)
{
    /// <summary>Time alone.</summary>
    public static Actor Clock { get; } = new(ActorKind.Clock, "");

    /// <summary>The member, through the member app.</summary>
    public static Actor Member { get; } = new(ActorKind.Member, "");

    public static Actor Terminal(string venueId, string terminalId) => new(ActorKind.Terminal, $"{venueId}:{terminalId}");

    public static Actor Operator(string name) => new(ActorKind.Operator, name);
}

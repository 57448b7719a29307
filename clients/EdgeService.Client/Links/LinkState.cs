using System.Collections.Frozen;

namespace EdgeService.Client.Links;

/// <summary>What is known of the way to one edge. Immutable.</summary>
/// <param name="Answers">Whether it answered last; null when it was not asked yet.</param>
/// <param name="NotServing">Services it says it cannot serve now.</param>
/// <param name="Refusal">Why it refuses this identity; null when it does not.</param>
/// <param name="Detail">What broke last, for logs.</param>
internal sealed record LinkState(bool? Answers, FrozenSet<string> NotServing, string? Refusal, string Detail)
{
    public const string Eligibility = "perks.edge.v1.EligibilityService";
    public const string Tokens = "perks.edge.v1.TokenService";

    public static LinkState Unasked { get; } = new(null, [], null, "");

    public EdgeReach Reach => this switch
    {
        { Answers: null } => EdgeReach.Unknown,
        // Whoever is refused stays so when the link is cut, until the service answers otherwise.
        { Refusal: not null } => EdgeReach.Refused,
        { Answers: false } => EdgeReach.OutOfReach,
        _ when NotServing.Contains(Eligibility) => EdgeReach.NotReady,
        _ when NotServing.Contains(Tokens) => EdgeReach.LedgerAway,
        _ => EdgeReach.Ready,
    };

    /// <summary>Whether a call to the service may be sent there with a good prospect.</summary>
    public bool Serves(string service) => Answers != false && Refusal is null && !NotServing.Contains(service);
}

using System.Globalization;

namespace EdgeService.Core.Tokens;

/// <summary>What a signed status list says (draft-ietf-oauth-status-list section 5.2).</summary>
/// <param name="Subject">Claim 2, sub: which list it is.</param>
/// <param name="IssuedAt">Claim 6, iat.</param>
/// <param name="ExpiresAt">Claim 4, exp: from then on it says nothing.</param>
/// <param name="TimeToLive">Claim 65534, ttl: how long to go by it before fetching it again.</param>
/// <param name="List">Claim 65533, status_list.</param>
public sealed record StatusListToken(string Subject, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, TimeSpan TimeToLive, StatusList List)
{
    /// <summary>The media type, in the protected header parameter 16 (typ).</summary>
    public const string MediaType = "application/statuslist+cwt";

    private const string Urn = "urn:perks:status:";

    /// <summary>The list of the tokens that a key signed. It follows from the key, so that tokens need not carry it.</summary>
    public static string SubjectOf(KeyId key) => string.Create(CultureInfo.InvariantCulture, $"{Urn}{key}");

    /// <summary>What the list says of a token, by its index.</summary>
    public StatusFinding Find(uint index, DateTimeOffset now) => List.At(index) switch
    {
        null => StatusFinding.Unknown,
        _ when now - TokenFormat.ClockSlack >= ExpiresAt || now + TokenFormat.ClockSlack < IssuedAt => StatusFinding.Unknown,
        not StatusList.Valid => StatusFinding.Revoked,
        _ when now > IssuedAt + TimeToLive + TokenFormat.ClockSlack => StatusFinding.ValidWhenIssued,
        _ => StatusFinding.Valid,
    };
}

/// <summary>What is known of a token's status without asking the service.</summary>
public enum StatusFinding
{
    /// <summary>The token has no index, or there is no list that counts now: nothing is known.</summary>
    Unknown = 0,

    /// <summary>Not revoked, by a list that is fresh.</summary>
    Valid = 1,

    /// <summary>Not revoked when the list was issued, which should have been fetched again since.</summary>
    ValidWhenIssued = 2,

    /// <summary>Revoked.</summary>
    Revoked = 3,
}

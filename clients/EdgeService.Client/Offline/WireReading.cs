using System.Collections.Frozen;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;
using CoreAllowance = EdgeService.Core.Perks.OfflineAllowance;
using CoreClass = EdgeService.Core.Perks.OfflineClass;
using CoreKey = EdgeService.Core.Tokens.VerificationKey;
using WireKey = Perks.Edge.V1.VerificationKey;

namespace EdgeService.Client.Offline;

/// <summary>From the contract's messages to the values that verifying goes by.</summary>
internal static class WireReading
{
    private const string Es256 = "ES256";

    /// <summary>The key list. A key of an algorithm that this version does not know is left out, so its tokens meet an unknown key.</summary>
    /// <exception cref="FormatException">A key is not what it says it is; names it.</exception>
    public static KeyList KeysOf(ListVerificationKeysResponse response) => new(
        response.Keys.Where(key => key.Algorithm == Es256).Select(KeyOf),
        response.CompromisedKeyIds.Where(id => id.Length == KeyId.Size).Select(id => KeyId.Read(id.Span)));

    /// <summary>Where the terminal stands; null from a service of an earlier version, which does not say.</summary>
    public static TokenGate? GateOf(ListPerksResponse response) =>
        response.Venue.Length == 0 ? null : new TokenGate(response.Venue, [.. response.Audiences.Select(code => AudienceCode.Parse(code))]);

    public static FrozenDictionary<int, OfferedPerk> OffersOf(ListPerksResponse response) =>
        response.Perks.GroupBy(perk => perk.PerkCode).ToFrozenDictionary(same => same.Key, same => same.First());

    /// <summary>Wire values stand in the order of the classes, after "unspecified".</summary>
    public static CoreClass? ClassOf(OfferedPerk? offer) =>
        offer is { OfflineClass: not OfflineClass.Unspecified } ? (CoreClass)((int)offer.OfflineClass - 1) : null;

    public static CoreAllowance? AllowanceOf(OfferedPerk? offer) =>
        offer?.OfflineLimit is { } limit ? new CoreAllowance(limit.AcceptanceCount, limit.SinceContact?.ToTimeSpan() ?? TimeSpan.Zero) : null;

    /// <summary>Wire verdicts stand in the order of the faults, with "valid" in the place of "none".</summary>
    public static Perks.Edge.V1.TokenVerdict VerdictOf(TokenFault fault) => (Perks.Edge.V1.TokenVerdict)((int)fault + 1);

    private static CoreKey KeyOf(WireKey key)
    {
        var scope = new KeyScope(
            key.PerkCodes.Count == 0 ? null : key.PerkCodes.Select(code => (ushort)code).ToFrozenSet(),
            key.Venues.Count == 0 ? null : key.Venues.ToFrozenSet(),
            key.MaxLifetime?.ToTimeSpan() ?? TimeSpan.Zero);
        var id = key.KeyId.Length == KeyId.Size ? KeyId.Read(key.KeyId.Span) : default;
        return CoreKey.TryOf(key.SubjectPublicKeyInfo.Span, scope, key.StartTime?.ToDateTimeOffset() ?? default, key.EndTime?.ToDateTimeOffset() ?? default) is { } read && read.Id == id
            ? read
            : throw new FormatException($"The key {id} of the key list is not the P-256 key that its id names.");
    }
}

using System.Collections.Frozen;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;

namespace EdgeService.Client.Offline;

/// <summary>What a terminal was told and keeps for when it is cut off. Immutable.</summary>
internal sealed record GateKnowledge
{
    public static GateKnowledge Nothing { get; } = new();

    public KeyList Keys { get; init; } = KeyList.Empty;

    /// <summary>When the keys were fetched; null for never.</summary>
    public DateTimeOffset? KeysFetched { get; init; }

    /// <summary>Verified status lists, by the key whose tokens they are about.</summary>
    public FrozenDictionary<KeyId, StatusListToken> Lists { get; init; } = FrozenDictionary<KeyId, StatusListToken>.Empty;

    /// <summary>Where the terminal stands, and the codes it answers to; null where it was never told.</summary>
    public TokenGate? Gate { get; init; }

    /// <summary>What it offers, by the catalog's code of the perk.</summary>
    public FrozenDictionary<int, OfferedPerk> Offers { get; init; } = FrozenDictionary<int, OfferedPerk>.Empty;

    public GateKnowledge With(KeyId tokensOf, StatusListToken list) =>
        this with { Lists = Lists.Where(known => known.Key != tokensOf).Append(new(tokensOf, list)).ToFrozenDictionary() };

    public OfferedPerk? FindPerk(string perkId) => Offers.Values.FirstOrDefault(offer => offer.PerkId == perkId);
}

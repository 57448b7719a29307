namespace EdgeService.Client;

/// <summary>How well a terminal is prepared for being cut off, at a moment.</summary>
/// <param name="KeysFetched">When its key list was fetched; null for never.</param>
/// <param name="UsableKeys">Keys on it whose tokens can be good now. 0: no token opens offline.</param>
/// <param name="FreshLists">Status lists that are fresh now.</param>
/// <param name="LastContact">When the service was last in reach, by the terminal's clock; null for never.</param>
/// <param name="HighestSigned">The latest signed time that was seen.</param>
/// <param name="ClockBehind">Whether the terminal's clock is behind it: then only perks of the class ALWAYS go on.</param>
/// <param name="WaitingClaims">Claims in the journal.</param>
public sealed record OfflineState(
    DateTimeOffset? KeysFetched, int UsableKeys, int FreshLists, DateTimeOffset? LastContact, DateTimeOffset HighestSigned, bool ClockBehind, int WaitingClaims);

namespace EdgeService.Telemetry;

/// <summary>
/// One refusal or referral as the decision log keeps it: nothing in it leads to the member but the sealed id, which only the
/// service opens.
/// </summary>
public readonly record struct DecisionRecord(
    DateTimeOffset Time,
    ReadOnlyMemory<byte> DecisionId,
    string PerkId,
    string PartnerId,
    string VenueId,
    string TerminalId,
    string Outcome,
    string Code);

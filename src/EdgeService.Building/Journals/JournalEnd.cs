namespace EdgeService.Building.Journals;

/// <summary>Where the whole frames of a journal end.</summary>
/// <param name="Offset">First byte behind the last whole frame.</param>
/// <param name="NextOrdinal">Of the frame that may be appended there.</param>
/// <param name="TornBytes">What lies behind and counts for nothing.</param>
public readonly record struct JournalEnd(long Offset, long NextOrdinal, long TornBytes);

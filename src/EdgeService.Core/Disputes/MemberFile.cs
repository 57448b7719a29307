namespace EdgeService.Core.Disputes;

/// <summary>What a decision about a member's rights looks at, read in the transaction that will keep its result.</summary>
/// <param name="NextNumber">Number of the next act or dispute; ascending by one from there.</param>
/// <param name="Disputes">All that the member contests or ever contested, the oldest first.</param>
public sealed record MemberFile(long NextNumber, IReadOnlyList<MemberDispute> Disputes);

using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>A key that a member was known by before the ledger was re-keyed, as the ledger has it.</summary>
/// <param name="Former">That key, sealed: only the service can open it.</param>
/// <param name="Member">The key that the member has now.</param>
/// <param name="Tag">The member's tag now, by which changes name members.</param>
/// <param name="Since">When the ledger was re-keyed, in milliseconds since 1970.</param>
public readonly record struct FormerKeyRow(UInt128 Former, MemberKey Member, MemberTag Tag, long Since);

/// <summary>How far letting go of former keys has come.</summary>
/// <param name="LetGo">How many went.</param>
/// <param name="After">Where to go on; null once all were looked at.</param>
public readonly record struct FormerKeySweep(int LetGo, UInt128? After);

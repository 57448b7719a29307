using EdgeService.Core.Members;

namespace EdgeService.Core.Changes;

/// <summary>One later difference to a snapshot.</summary>
/// <param name="Revision">At least 1; one more than that of the change before.</param>
/// <param name="Member">Whom it concerns. A tag and not a key, so that the next snapshot can tell members apart whose keys collide.</param>
/// <param name="At">When it was decided; whole milliseconds.</param>
/// <param name="Act">What changes.</param>
public sealed record StandingChange(long Revision, MemberTag Member, DateTimeOffset At, ChangeAct Act);

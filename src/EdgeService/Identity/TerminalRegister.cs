using EdgeService.Core.Registration;

namespace EdgeService.Identity;

/// <summary>
/// The register of terminals, as identities are judged by it. Where it is kept is no matter of this room: the two are joined where the rooms are
/// put together.
/// </summary>
/// <param name="ReadChanges">What has changed since a look before.</param>
/// <param name="NoteSights">Remembers when terminals were last seen.</param>
public sealed record TerminalRegister(
    Func<long, DateTimeOffset, CancellationToken, Task<RegisterChanges>> ReadChanges,
    Func<IReadOnlyCollection<TerminalSight>, CancellationToken, Task> NoteSights);

using System.Collections.Concurrent;
using EdgeService.Core.Registration;

namespace EdgeService.Identity;

/// <summary>How near the register of terminals is.</summary>
public enum RegisterReach
{
    /// <summary>It was never read: nobody is known.</summary>
    Unread,

    /// <summary>What it says is here, no older than a second.</summary>
    Near,

    /// <summary>It does not answer. Whom it knew good goes on for a while.</summary>
    Far,

    /// <summary>It has not answered for so long that nobody goes on.</summary>
    Gone,
}

/// <summary>
/// What the register of terminals says, as this edge last read it: whole, for there are no more of them than the catalog in memory has, and a
/// call does not wait for a database. One number tells whoever has asked before whether anything is different now.
/// </summary>
public sealed class Standings
{
    private readonly ConcurrentDictionary<string, RegisteredTerminal> _terminals = new(StringComparer.Ordinal);
    private long _version;
    private int _reach;

    /// <summary>Rises whenever anything changes.</summary>
    public long Version => Volatile.Read(ref _version);

    public RegisterReach Reach => (RegisterReach)Volatile.Read(ref _reach);

    public RegisteredTerminal? Find(string urn) => _terminals.GetValueOrDefault(urn);

    /// <summary>Takes an entry as it now is. An older one than is known is left: they may come in any order.</summary>
    public void Put(RegisteredTerminal terminal)
    {
        var known = _terminals.AddOrUpdate(terminal.Urn, terminal, (_, before) => before.Version < terminal.Version ? terminal : before);
        if (ReferenceEquals(known, terminal))
            Interlocked.Increment(ref _version);
    }

    public void Turn(RegisterReach reach)
    {
        if (Interlocked.Exchange(ref _reach, (int)reach) != (int)reach)
            Interlocked.Increment(ref _version);
    }
}

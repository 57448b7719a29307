using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>A record under change within one command: collects entries, first of all those of time alone.</summary>
internal sealed class RecordDraft
{
    private readonly ImmutableArray<LedgerEntry>.Builder _entries = ImmutableArray.CreateBuilder<LedgerEntry>(1);
    private readonly long _version;

    public RecordDraft(MemberRecord before, DateTimeOffset now)
    {
        (Record, Now, _version) = (before, now, before.Version + 1);
        foreach (var grant in before.Grants)
        {
            var settled = grant.SettledAt(now);
            if (settled != grant)
            {
                Put(settled.State == GrantState.Lapsed ? EntryKind.Lapsed : EntryKind.ClosedByItself, settled);
            }
        }
    }

    /// <summary>The record as changed so far.</summary>
    public MemberRecord Record { get; set; }

    public DateTimeOffset Now { get; }

    /// <summary>The receipt to remember along with the change.</summary>
    public ReceiptSighting? Seen { get; set; }

    /// <summary>Puts a grant in its place and notes its last transition, with what all three machines came to.</summary>
    public Grant Put(EntryKind kind, Grant grant, long amount = 0)
    {
        var last = grant.Transitions[^1] with { Kind = kind, Money = grant.MoneyState, Effect = Effects.Of(grant, Now), Amount = amount };
        grant = grant with { Transitions = grant.Transitions.SetItem(grant.Transitions.Length - 1, last) };
        var place = Record.Grants.IndexOf(Record.Find(grant.Number)!);
        Record = Record with { Grants = place < 0 ? Record.Grants.Add(grant) : Record.Grants.SetItem(place, grant) };
        Note(kind, grant.Transitions[^1], grant, grant.Token);
        return grant;
    }

    public void Note(EntryKind kind, Transition transition, Grant? grant, TokenId? token) =>
        _entries.Add(new LedgerEntry(kind, _version, Now, transition, grant, token));

    public GrantStep Finish(GrantOutcome outcome) => outcome.Done
        ? new GrantStep(Memory.Trim(Record, Now) with { Version = _version }, _entries.ToImmutable(), outcome) { Seen = Seen }
        : new GrantStep(null, [], outcome);
}

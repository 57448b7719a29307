using System.Collections.Immutable;

namespace EdgeService.Core.Tokens;

/// <summary>What a schedule asks for.</summary>
/// <param name="Make">Terms of keys to make.</param>
/// <param name="Change">Keys whose terms change.</param>
/// <param name="Remove">Keys whose files go.</param>
public sealed record KeyTasks(
    ImmutableArray<SigningTerms> Make, ImmutableArray<(KeyId Id, SigningTerms Terms)> Change, ImmutableArray<KeyId> Remove)
{
    public static KeyTasks None { get; } = new([], [], []);

    public bool IsEmpty => Make.IsEmpty && Change.IsEmpty && Remove.IsEmpty;
}

/// <summary>
/// Rotates keys by the clock: each signs for one interval, the next is published twice the notice before it signs, and a key whose last
/// token has expired goes. Keys of different scopes are rotated each for itself; prepared ones are left to whoever prepared them.
/// </summary>
public static class KeySchedule
{
    /// <param name="keys">The keys of this edge.</param>
    /// <param name="now">The time.</param>
    /// <param name="interval">How long a key signs.</param>
    /// <param name="notice">Age of the oldest list that verifiers go by.</param>
    public static KeyTasks Due(IReadOnlyList<(KeyId Id, SigningTerms Terms)> keys, DateTimeOffset now, TimeSpan interval, TimeSpan notice)
    {
        var tasks = Chains(keys, now).Select(last => After(last, now, interval, notice)).ToList();
        return new KeyTasks(
            [.. tasks.Select(task => task.Next).OfType<SigningTerms>()],
            [.. tasks.Where(task => task.Shortened is not null).Select(task => (task.Id, task.Shortened!))],
            [.. keys.Where(key => key.Terms.StageAt(now) == KeyStage.Ended).Select(key => key.Id)]);
    }

    /// <summary>The last key of each scope. A scope none of whose keys signs any more is over, unless it is the last of all.</summary>
    private static IEnumerable<(KeyId Id, SigningTerms Terms)> Chains(IReadOnlyList<(KeyId Id, SigningTerms Terms)> keys, DateTimeOffset now)
    {
        var planned = keys.Where(key => key.Terms.StageAt(now) != KeyStage.Prepared && key.Terms.SignsFrom != SigningTerms.Never)
            .OrderByDescending(key => key.Terms.SignsFrom).ToList();
        var living = planned.Where(key => key.Terms.SignsUntil > now).ToList();
        var lasts = living.Where((key, place) => !living.Take(place).Any(later => later.Terms.Scope.IsSameAs(key.Terms.Scope)));
        return living.Count > 0 ? lasts : planned.Take(1);
    }

    private static (KeyId Id, SigningTerms? Shortened, SigningTerms? Next) After(
        (KeyId Id, SigningTerms Terms) last, DateTimeOffset now, TimeSpan interval, TimeSpan notice)
    {
        var terms = last.Terms;
        var end = interval < SigningTerms.Never - terms.SignsFrom && terms.SignsFrom + interval < terms.SignsUntil ? terms.SignsFrom + interval : terms.SignsUntil;
        var published = KeyLifecycle.Up(now);
        if (end - notice - notice > published) return (last.Id, null, null);
        var start = StartAfter(terms, end, published, notice);
        var next = new SigningTerms(start, start + interval, terms.Scope) { PublishedFrom = published };
        return (last.Id, terms.SignsUntil > start ? terms with { SignsUntil = start } : null, next);
    }

    /// <summary>With full notice where the key before signs so long; else, since the schedule was not looked at in time, when that one ends.</summary>
    private static DateTimeOffset StartAfter(SigningTerms before, DateTimeOffset end, DateTimeOffset published, TimeSpan notice)
    {
        var noticed = published + notice > end ? published + notice : end;
        if (noticed <= before.SignsUntil) return noticed;
        return before.SignsUntil > published ? before.SignsUntil : published;
    }
}

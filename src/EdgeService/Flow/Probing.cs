using System.Runtime.InteropServices;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>
/// The budget of distinct perks that a partner's terminals may ask about for one member in a day. It is charged before anybody is looked up, for
/// whoever is named: what is over it is answered alike for members, for others and for nobody. Edges of one ledger tell each other what was asked, beside the
/// questions (<see cref="AskedTelling"/>). Nothing that was asked today is forgotten for want of room: a partner that asks about too many people is refused, and
/// takes no room from others.
/// </summary>
public sealed class Probing(ProbingOptions options, MemoryCache pairs, LadderAlarm alarm, AskedTelling telling) : IDisposable
{
    private const int SecondsADay = 24 * 60 * 60;

    /// <summary>So many partners can use up their shares at once before there is no room.</summary>
    private const int Shares = 4;

    /// <summary>Past midnight, for clocks that differ.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromMinutes(5);

    private static readonly EdgeFault TooMany = new(
        FaultReason.Overloaded, "Terminals of this partner have asked about more people today than this edge can keep account of (Edge:Probing:MaxPairs). Try again later.")
    {
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    private static readonly EdgeFault Spent = new(
        FaultReason.PerkBudgetSpent,
        "Terminals of this partner have asked about as many perks for this person today as they may, whoever it is and whatever was answered. "
        + "Ask about one of those, or tomorrow (UTC).");

    private readonly Lock _adding = new();
    private readonly Dictionary<string, (int Day, int Pairs)> _taken = new(StringComparer.Ordinal);

    /// <summary>Charges a terminal's question. One asked before on the same day costs nothing, neither of the budget nor of memory.</summary>
    /// <exception cref="EdgeFaultException">The budget is spent, or there is no room to keep account of it.</exception>
    public void Charge(Caller caller, Partner partner, Perk perk, MemberKey member, DateTimeOffset now)
    {
        // A partner whose perks all fit, and make no ladder, has nothing to be counted.
        if (partner.PerkCodes.Count <= options.PerksPerDay && partner.Thresholds.Count < options.LadderSteps)
            return;
        var asked = AskedOf(partner, member, DayOf(now), now);
        if (asked.Has(perk.Code))
            return;
        var further = asked.Add(perk);
        if (further.IsNews)
            telling.Note(asked, caller);
        if (further.Steps >= options.LadderSteps)
            alarm.Raise(caller, further.Steps, now);
        if (further.Fits)
            return;
        alarm.Refused(caller);
        throw new EdgeFaultException(Spent);
    }

    public void Dispose() => pairs.Dispose();

    /// <summary>The day of UTC, counted from 1970.</summary>
    internal static int DayOf(DateTimeOffset now) => (int)(now.ToUnixTimeSeconds() / SecondsADay);

    private AskedPerks AskedOf(Partner partner, MemberKey member, int day, DateTimeOffset now)
    {
        Span<char> key = stackalloc char[partner.Id.Length + ((sizeof(ulong) + sizeof(int)) / sizeof(char))];
        partner.Id.CopyTo(key);
        var rest = MemoryMarshal.AsBytes(key[partner.Id.Length..]);
        MemoryMarshal.Write(rest, member.Value);
        MemoryMarshal.Write(rest[sizeof(ulong)..], day);
        return pairs.TryGetValue(key, out var found) && found is AskedPerks asked ? asked : Remember(partner, member, new string(key), day, now);
    }

    private AskedPerks Remember(Partner partner, MemberKey member, string key, int day, DateTimeOffset now)
    {
        lock (_adding)
        {
            if (pairs.TryGetValue(key, out var found) && found is AskedPerks first)
                return first;
            var taken = _taken.TryGetValue(partner.Id, out var before) && before.Day == day ? before.Pairs : 0;
            if (taken >= options.MaxPairs / Shares)
                throw new EdgeFaultException(TooMany);
            var asked = new AskedPerks(day, partner.Id, member, options.PerksPerDay);
            pairs.Set(key, asked, new MemoryCacheEntryOptions
            {
                Size = 1,
                Priority = CacheItemPriority.NeverRemove,
                AbsoluteExpirationRelativeToNow = DateTimeOffset.FromUnixTimeSeconds((day + 1L) * SecondsADay) - now + Longer,
            });

            // A full cache keeps nothing new, and what is not kept is not counted.
            if (!pairs.TryGetValue(key, out _))
                throw new EdgeFaultException(TooMany);
            _taken[partner.Id] = (day, taken + 1);
            return asked;
        }
    }
}

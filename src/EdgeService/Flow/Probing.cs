using System.Runtime.InteropServices;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>
/// The budget of distinct perks that a partner's terminals may ask about for one member in a day. It is charged before anybody is looked up, for
/// whoever is named: what is over it is answered alike for members, for others and for nobody. Kept by this edge alone.
/// </summary>
public sealed class Probing(ProbingOptions options, MemoryCache pairs, LadderAlarm alarm) : IDisposable
{
    /// <summary>Longer than a day: who was not asked about since has nothing left to remember.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(25);

    private static readonly EdgeFault Spent = new(
        FaultReason.PerkBudgetSpent,
        "Terminals of this partner have asked about as many perks for this person today as they may, whoever it is and whatever was answered. "
        + "Ask about one of those, or tomorrow (UTC).");

    private readonly Lock _adding = new();

    /// <summary>Charges a terminal's question. One asked before on the same day costs nothing, neither of the budget nor of memory.</summary>
    /// <exception cref="EdgeFaultException">The budget is spent.</exception>
    public void Charge(Caller caller, Partner partner, Perk perk, MemberKey member, DateTimeOffset now)
    {
        // A partner whose perks all fit, and make no ladder, has nothing to be counted.
        if (partner.PerkCodes.Count <= options.PerksPerDay && partner.Thresholds.Count < options.LadderSteps)
            return;
        var day = (int)(now.ToUnixTimeSeconds() / (24 * 60 * 60));
        var asked = AskedOf(partner, member);
        if (asked.Has(day, perk.Code))
            return;
        var further = asked.Add(day, perk);
        if (further.Steps >= options.LadderSteps)
            alarm.Raise(caller, further.Steps, now);
        if (further.Fits)
            return;
        alarm.Refused(caller);
        throw new EdgeFaultException(Spent);
    }

    public void Dispose() => pairs.Dispose();

    private AskedPerks AskedOf(Partner partner, MemberKey member)
    {
        Span<char> key = stackalloc char[partner.Id.Length + (sizeof(ulong) / sizeof(char))];
        partner.Id.CopyTo(key);
        MemoryMarshal.Write(MemoryMarshal.AsBytes(key[partner.Id.Length..]), member.Value);
        return pairs.TryGetValue(key, out var found) && found is AskedPerks asked ? asked : Remember(new string(key));
    }

    private AskedPerks Remember(string key)
    {
        lock (_adding)
        {
            if (pairs.TryGetValue(key, out var found) && found is AskedPerks first)
                return first;
            var asked = new AskedPerks(options.PerksPerDay);
            pairs.Set(key, asked, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembered });
            return asked;
        }
    }
}

using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>
/// From what was scanned to the member, with proof that the member is present: an app code is at most 60 s old and belongs to the
/// first terminal that presents it; a card or document is in the member's hand, and counts where the perk says so: a card only at terminals of the
/// partner that issued it. Pins are kept by this edge alone.
/// </summary>
public sealed class Presence(AppCodeReader reader, PresenceOptions options, MemoryCache pins) : IDisposable
{
    private static readonly EdgeFault Expired = new(
        FaultReason.AppCodeExpired, "The app code is more than 60 seconds old. Ask the member to refresh it and scan again.");

    private static readonly EdgeFault UsedElsewhere = new(
        FaultReason.AppCodeUsedElsewhere, "The app code was first presented elsewhere. Ask the member for a new one.");

    private static readonly EdgeFault TooMany = new(FaultReason.Overloaded, "Too many app codes are in use at this edge. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private readonly Lock _pinning = new();

    /// <summary>The key of the member that is present, as the ground's snapshot has it. Whether there is such a member is for the snapshot to say.</summary>
    /// <param name="member">What was scanned.</param>
    /// <param name="caller">Who presents it.</param>
    /// <param name="perk">The perk asked for, which says what kinds it accepts; null where no perk is.</param>
    /// <param name="ground">Snapshot and moment.</param>
    /// <exception cref="EdgeFaultException">The reference is of a kind not accepted, malformed, too old or pinned elsewhere.</exception>
    public MemberKey Resolve(in MemberRef member, Caller caller, Perk? perk, in Ground ground) => member.Kind switch
    {
        MemberRefKind.AppCode => ground.KeyOf(OfAppCode(member, caller, ground.Now)),
        MemberRefKind.MemberId when options.AcceptsMemberIds => ground.KeyOf(OfMemberId(member)),
        MemberRefKind.PartnerCard or MemberRefKind.IdentityDocument when caller.Role == CallerRole.Terminal && perk?.Accepts(member.Kind) == true =>
            ground.KeyOf(OfNumber(member, caller)),
        _ => throw RefusedKind(member, "must be a kind that the perk accepts; an app code always is"),
    };

    /// <summary>
    /// Whom a code of the member's own app names, whatever the snapshot: what a member does must find the member in later ones.
    /// </summary>
    /// <exception cref="EdgeFaultException">The reference is of another kind, malformed, too old or pinned elsewhere.</exception>
    public MemberTag ResolveTag(in MemberRef member, Caller caller, in Ground ground) => member.Kind switch
    {
        MemberRefKind.AppCode => OfAppCode(member, caller, ground.Now),
        MemberRefKind.MemberId when options.AcceptsMemberIds => OfMemberId(member),
        _ => throw RefusedKind(member, "must be the app code of the member who acts"),
    };

    /// <summary>
    /// The member who was present at an earlier moment, by a terminal's own journal: an app code must have been fresh then, and must not have
    /// been pinned elsewhere as far as this edge remembers.
    /// </summary>
    public MemberKey ResolveAt(in MemberRef member, Caller caller, Perk? perk, in Ground ground, DateTimeOffset at)
    {
        if (member.Kind != MemberRefKind.AppCode)
            return Resolve(member, caller, perk, ground);
        if (pins.TryGetValue(member.Value, out var found) && found is Pin pin && pin.Terminal != caller.Urn)
            throw new EdgeFaultException(UsedElsewhere);
        var opened = reader.Open(member.Value, at);
        return ground.KeyOf(opened.Fault == AppCodeFault.None ? opened.Member : throw FaultOf(member, opened.Fault));
    }

    /// <summary>Whom a reference names, expired or not, so that a late repetition finds its first answer. Proves nothing about now.</summary>
    public bool TryNameOf(in MemberRef member, Caller caller, in Ground ground, out MemberKey key)
    {
        if (member.Kind is MemberRefKind.PartnerCard or MemberRefKind.IdentityDocument)
        {
            var isNumber = reader.TryAliasOf(member.Kind, caller.PartnerId, member.Value, out var alias);
            key = isNumber ? ground.KeyOf(alias) : default;
            return isNumber;
        }

        var named = TryNameOf(member, ground.Now, out MemberTag tag);
        key = ground.KeyOf(tag);
        return named;
    }

    public void Dispose() => pins.Dispose();

    private bool TryNameOf(in MemberRef member, DateTimeOffset now, out MemberTag tag)
    {
        if (member.Kind == MemberRefKind.MemberId && options.AcceptsMemberIds)
            return reader.TryTagOf(member.Value, out tag);
        var opened = member.Kind == MemberRefKind.AppCode ? reader.Open(member.Value, now) : new OpenedAppCode(AppCodeFault.NotOurs, default, default);
        tag = opened.Member;
        return opened.Fault is not (AppCodeFault.Malformed or AppCodeFault.NotOurs);
    }

    private MemberTag OfAppCode(in MemberRef member, Caller caller, DateTimeOffset now)
    {
        // A code that is pinned has been opened and found genuine: its text is enough to know it again.
        if (!pins.TryGetValue(member.Value, out var found) || found is not Pin pin)
            pin = Open(member, caller, now);
        if (now - pin.IssuedAt > AppCode.Lifetime)
            throw new EdgeFaultException(Expired);
        return pin.Terminal == caller.Urn ? pin.Member : throw new EdgeFaultException(UsedElsewhere);
    }

    private Pin Open(in MemberRef member, Caller caller, DateTimeOffset now)
    {
        var opened = reader.Open(member.Value, now);
        return opened.Fault == AppCodeFault.None ? PinTo(caller, member.Value, opened) : throw FaultOf(member, opened.Fault);
    }

    private static EdgeFaultException FaultOf(in MemberRef member, AppCodeFault fault) => fault switch
    {
        AppCodeFault.Expired => new EdgeFaultException(Expired),
        AppCodeFault.FromTheFuture => RefusedValue(member, "was issued in the future: check the clock of the app's back end"),
        _ => RefusedValue(member, "must be an app code as the member's app shows it"),
    };

    private Pin PinTo(Caller caller, string text, OpenedAppCode opened)
    {
        lock (_pinning)
        {
            if (pins.TryGetValue(text, out var found) && found is Pin first)
                return first;
            var pin = new Pin(caller.Urn, opened.Member, opened.IssuedAt);
            pins.Set(text, pin, new MemoryCacheEntryOptions
            {
                Size = 1,
                Priority = CacheItemPriority.NeverRemove,
                AbsoluteExpiration = opened.IssuedAt + AppCode.Lifetime + AppCode.ClockSlack,
            });

            // A full cache keeps nothing new. A code that cannot be pinned is not accepted.
            return pins.TryGetValue(text, out _) ? pin : throw new EdgeFaultException(TooMany);
        }
    }

    private AliasTag OfNumber(in MemberRef member, Caller caller) => reader.TryAliasOf(member.Kind, caller.PartnerId, member.Value, out var alias)
        ? alias
        : throw RefusedValue(member, $"must be a number as printed: 1 to {AliasTags.MaxLength} letters and digits, separators aside");

    private MemberTag OfMemberId(in MemberRef member) =>
        reader.TryTagOf(member.Value, out var tag) ? tag : throw RefusedValue(member, "must be a member id of 1 to 64 bytes");

    private static EdgeFaultException RefusedKind(in MemberRef member, string what) => new(EdgeFault.Invalid(member.Field + ".kind", what));

    private static EdgeFaultException RefusedValue(in MemberRef member, string what) => new(EdgeFault.Invalid(member.Field + ".value", what));

    private sealed record Pin(string Terminal, MemberTag Member, DateTimeOffset IssuedAt);
}

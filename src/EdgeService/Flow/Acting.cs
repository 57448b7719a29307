using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>An enrolled member who is present.</summary>
/// <param name="Tag">Who it is, whatever the snapshot.</param>
/// <param name="Key">Who it is here, and to the ledger.</param>
/// <param name="Standing">What is known of the member.</param>
/// <param name="Catalog">What is on offer.</param>
/// <param name="Basis">What all of this was read from.</param>
/// <param name="Now">The moment; whole milliseconds.</param>
public sealed record PresentMember(MemberTag Tag, MemberKey Key, Standing Standing, PerkCatalog Catalog, Basis Basis, DateTimeOffset Now);

/// <summary>A member's act, well formed.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="Member">Who acts.</param>
/// <param name="Body">The rest of the request in one deterministic form.</param>
public sealed record MemberAct(string Method, Guid RequestId, MemberRef Member, byte[] Body);

/// <summary>What members do themselves: kept by the ledger, then in force at this edge, and only then answered.</summary>
public sealed class Acting(Grounds grounds, Presence presence, Remembering remembering, Seals seals, ActFollowing following)
{
    internal static readonly EdgeFault NotEnrolled = new(
        FaultReason.NotEnrolled, "Who is not enrolled in the programme has no consents, standing or accesses in it. Enrol first.");

    /// <exception cref="EdgeFaultException">The member is not present, or not enrolled.</exception>
    public PresentMember Look(Caller caller, in MemberRef member)
    {
        using var ground = grounds.Take();
        var tag = presence.ResolveTag(member, caller, ground);
        var key = ground.KeyOf(tag);
        var standing = ground.StandingOf(key) ?? throw new EdgeFaultException(NotEnrolled);
        return new(tag, key, standing, ground.Catalog, ground.Basis, DateTimeOffset.FromUnixTimeMilliseconds(ground.Now.ToUnixTimeMilliseconds()));
    }

    /// <summary>1. who acts, 2. in the ledger's transaction: decide, number, keep, 3. in force here, 4. reply; the first one to a repetition.</summary>
    /// <param name="caller">The app's back end.</param>
    /// <param name="act">The act.</param>
    /// <param name="check">Says, before anything is kept, what is wrong with it.</param>
    /// <param name="decide">What is kept, and the reply.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> RunAsync(
        Caller caller, MemberAct act, Action<PresentMember> check, Func<PresentMember, MemberFile, LedgerVerdict> decide, CancellationToken cancellation)
    {
        PresentMember present;
        try
        {
            present = Look(caller, act.Member);
            check(present);
        }
        catch (EdgeFaultException)
        {
            // The code may have expired since this very request was answered, or the answer was that the member left: then it stands.
            if (await RecallAsync(caller, act, cancellation) is { } first)
                return first;
            throw;
        }

        var call = new LedgerCall
        {
            Member = present.Key,
            Request = RequestOf(caller, act, present.Key),
            Now = present.Now,
            ReadsFile = true,
            Decide = scene => decide(present, scene.File!),
        };
        var reply = await remembering.AppendAsync(call, cancellation);
        await FollowAsync(cancellation);
        return reply;
    }

    /// <summary>Returns when everything that the ledger has kept so far is in force here.</summary>
    /// <exception cref="EdgeFaultException">It is kept and not yet in force here: the same request is to be made again.</exception>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            await following.CatchUpAsync(cancellation);
        }
        catch (LedgerUnavailableException)
        {
            throw new EdgeFaultException(Remembering.OutOfReach);
        }
    }

    /// <summary>An act of the member, numbered.</summary>
    public static KeptAct Kept(PresentMember present, long number, ChangeAct act, ReadOnlyMemory<byte> proof = default) =>
        new(new StandingChange(number, present.Tag, present.Now, act), Actor.Member, proof);

    private async Task<byte[]?> RecallAsync(Caller caller, MemberAct act, CancellationToken cancellation)
    {
        MemberKey key;
        using (var ground = grounds.Take())
        {
            if (!presence.TryNameOf(act.Member, caller, ground, out key))
                return null;
        }

        var first = await remembering.RecallAsync(RequestOf(caller, act, key), cancellation);
        if (first is not null)
            await FollowAsync(cancellation);
        return first;
    }

    private LedgerRequest RequestOf(Caller caller, MemberAct act, MemberKey member) =>
        new(caller.Urn, act.Method, act.RequestId, seals.DigestOf(act.Method, new RequestBody().Add(seals.NamedBy(member)).Add(act.Body).ToArray()));
}

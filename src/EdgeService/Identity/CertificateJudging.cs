using EdgeService.Core.Registration;
using EdgeService.Faults;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>
/// Whether a certificate that was good in its handshake is good still: by the register, if it is a terminal's, and by the list of what its
/// authority has revoked. Asked for every call; looked up only when something has changed.
/// </summary>
public sealed class CertificateJudging(Standings standings, RevocationLists lists, IOptions<PkiOptions> options)
{
    private readonly bool _mustBeRegistered = options.Value.RequireRegistered;

    /// <summary>Rises whenever a verdict may have become another.</summary>
    public long Version => standings.Version + lists.Version;

    public CertificateVerdict Judge(CertificateHolder holder)
    {
        var version = Version;
        if (holder.Caller is not { } caller)
            return No(version, IdentityFaults.Nobody);
        var (refused, until, then) = Listed(holder);
        if (refused is null && caller.Role == CallerRole.Terminal)
            return Registered(holder, caller, version, until, then);
        return new CertificateVerdict(version, refused, until, then);
    }

    /// <summary>What the lists say: the certificate is on one, or the list of its authority will some day be too old to go by.</summary>
    private (EdgeFault? Refused, DateTimeOffset Until, EdgeFault Then) Listed(CertificateHolder holder)
    {
        if (lists.Of(holder.Issuer) is not { } list)
            return (null, holder.ValidUntil, IdentityFaults.Ended);
        if (list.Has(holder.Serial))
            return (IdentityFaults.Listed, default, IdentityFaults.Listed);
        var trusted = list.NextUpdate + options.Value.RevocationGrace;
        return trusted < holder.ValidUntil ? (null, trusted, IdentityFaults.ListTooOld) : (null, holder.ValidUntil, IdentityFaults.Ended);
    }

    private CertificateVerdict Registered(CertificateHolder holder, Caller caller, long version, DateTimeOffset until, EdgeFault then)
    {
        var (reach, terminal) = (standings.Reach, standings.Find(caller.Urn));
        var standing = CertificateStanding.Of(terminal, holder.Serial, _mustBeRegistered);
        if (IdentityFaults.Of(standing.Refusal) is { } refused)
            return No(version, terminal is null && reach != RegisterReach.Near ? IdentityFaults.Unverifiable : refused);
        if (reach is RegisterReach.Unread or RegisterReach.Gone || (reach == RegisterReach.Far && terminal is null && !holder.WasGood))
            return No(version, IdentityFaults.Unverifiable);
        holder.WasGood = true;
        return standing.GoodUntil < until
            ? new CertificateVerdict(version, null, standing.GoodUntil, IdentityFaults.Superseded)
            : new CertificateVerdict(version, null, until, then);
    }

    private static CertificateVerdict No(long version, EdgeFault fault) => new(version, fault, default, fault);
}

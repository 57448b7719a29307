using EdgeService.Faults;

namespace EdgeService.Identity;

/// <summary>
/// A connection that presented a client certificate. What befalls the certificate while the connection is open, be it its end or that it is
/// revoked, befalls the next call, and the next message of a stream.
/// </summary>
public sealed class CertificateIdentity(CertificateHolder holder, CertificateJudging judging, Sightings sightings, TimeProvider clock) : ConnectionIdentity
{
    private CertificateVerdict _verdict = CertificateVerdict.None;

    public override CertificateHolder Certificate => holder;

    public override Caller CallerOf(HttpContext request)
    {
        var verdict = Volatile.Read(ref _verdict);
        if (verdict.Version != judging.Version)
            Volatile.Write(ref _verdict, verdict = judging.Judge(holder));
        if (verdict.Fault is not null)
            throw new EdgeFaultException(verdict.Fault);
        var now = clock.GetUtcNow();
        if (now >= verdict.GoodUntil)
            throw new EdgeFaultException(verdict.Then);
        if (holder.IsWorthNoting(now))
            sightings.Note(holder.Caller!.Urn, now);
        return holder.Caller!;
    }

    public override string ClaimedBy(HttpContext request) => holder.Caller?.Urn ?? "";
}

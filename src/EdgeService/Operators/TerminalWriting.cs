using EdgeService.Core.Registration;
using EdgeService.Flow;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Writes terminals as operators see them.</summary>
internal static class TerminalWriting
{
    public static Wire.TerminalRecord Write(TerminalView terminal)
    {
        var wire = new Wire.TerminalRecord
        {
            Name = terminal.Name,
            State = (Wire.TerminalState)terminal.State,
            Audience = terminal.InCatalog?.Audience ?? "",
            InCatalog = terminal.InCatalog is not null,
            LastSeenTime = terminal.LastSeen?.ToTimestamp(),
        };
        wire.Certificates.Add(terminal.Entry.Certificates.Select(certificate => Write(certificate, terminal.Now)));
        return wire;
    }

    public static Wire.TerminalEvent Write(RegisterEvent done) => new()
    {
        Time = done.At.ToTimestamp(),
        Actor = done.Actor,
        Kind = done.Act == RegisterAct.CertificateRevoked ? "CERTIFICATE_REVOKED" : done.Act.ToString().ToUpperInvariant(),
        Serial = done.Serial,
        Reason = done.Reason,
    };

    private static Wire.TerminalCertificate Write(RegisteredCertificate certificate, DateTimeOffset now) => new()
    {
        Serial = certificate.Serial,
        Sha256 = certificate.Digest,
        NotBeforeTime = certificate.NotBefore.ToTimestamp(),
        NotAfterTime = Known(certificate.NotAfter),
        GoodUntilTime = Known(certificate.GoodUntil),
        State = certificate.IsRevoked ? Wire.CertificateState.Revoked
            : now >= certificate.GoodUntil ? Wire.CertificateState.Ended
            : certificate.IsSuperseded ? Wire.CertificateState.Superseded
            : Wire.CertificateState.Good,
    };

    private static Timestamp? Known(DateTimeOffset time) => time == DateTimeOffset.MaxValue ? null : time.ToTimestamp();
}

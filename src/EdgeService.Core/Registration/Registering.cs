using System.Collections.Immutable;

namespace EdgeService.Core.Registration;

/// <summary>What commands do to a terminal's entry in the register.</summary>
public static class Registering
{
    /// <summary>So many certificates, by enrolment and renewal, a terminal has within a day before it may renew no more. One renews about every two weeks.</summary>
    public const int MostADay = 6;

    /// <summary>How long the register speaks of a certificate after its end; and what the number of renewals is counted in.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Carries a command out. A terminal that the register does not know yet is an empty entry.</summary>
    public static RegisterStep Apply(RegisteredTerminal terminal, RegisterCommand command, DateTimeOffset now)
    {
        if (terminal.State == TerminalState.Revoked)
            return new RegisterStep(command is RevokeTerminal or RevokeCertificate ? RegisterResult.AsItWas : RegisterResult.Final, terminal, null);
        return command switch
        {
            EnrolTerminal enrol => Issue(terminal, enrol.Certificate, enrol.Overlap, Event(now, enrol, RegisterAct.Enrolled, enrol.Certificate.Serial), now),
            RenewCertificate renew => Renew(terminal, renew, now),
            SuspendTerminal suspend => Turn(terminal, TerminalState.Suspended, Event(now, suspend, RegisterAct.Suspended, "", suspend.Reason)),
            ResumeTerminal resume => Turn(terminal, TerminalState.Open, Event(now, resume, RegisterAct.Resumed, "", resume.Reason)),
            RevokeTerminal revoke => Turn(terminal, TerminalState.Revoked, Event(now, revoke, RegisterAct.Revoked, "", revoke.Reason)),
            RevokeCertificate revoke => Withdraw(terminal, revoke, now),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    private static RegisterStep Renew(RegisteredTerminal terminal, RenewCertificate renew, DateTimeOffset now)
    {
        var standing = CertificateStanding.Of(terminal, renew.Over.Serial, renew.MustBeRegistered);
        if (standing.Refusal != StandingRefusal.None || now >= standing.GoodUntil)
            return new RegisterStep(RegisterResult.NotGood, terminal, null);
        var given = terminal.Certificates.Where(one => one.IsOurs && one.NotBefore > now - Day).Select(one => one.NotBefore).OrderDescending().ToList();
        if (given.Count >= MostADay)
            return new RegisterStep(RegisterResult.TooMany, terminal, null) { Earliest = given[MostADay - 1] + Day };
        var known = terminal.Find(renew.Over.Serial) is null ? terminal with { Certificates = terminal.Certificates.Add(renew.Over) } : terminal;
        return Issue(known, renew.Certificate, renew.Overlap, Event(now, renew, RegisterAct.Renewed, renew.Certificate.Serial), now);
    }

    private static RegisterStep Issue(RegisteredTerminal terminal, RegisteredCertificate issued, TimeSpan overlap, RegisterEvent done, DateTimeOffset now)
    {
        var end = now + overlap;
        var next = terminal with
        {
            OthersUntil = Earlier(terminal.OthersUntil, end),
            Certificates = [.. terminal.Certificates.Where(one => one.IsSpokenOfAt(now)).Select(one => one with { GoodUntil = Earlier(one.GoodUntil, end) }), issued],
        };
        return Done(next, done);
    }

    private static RegisterStep Turn(RegisteredTerminal terminal, TerminalState state, RegisterEvent done) => terminal.State == state
        ? new RegisterStep(RegisterResult.AsItWas, terminal, null)
        : Done(terminal with { State = state }, done);

    private static RegisterStep Withdraw(RegisteredTerminal terminal, RevokeCertificate revoke, DateTimeOffset now)
    {
        var known = terminal.Find(revoke.Serial);
        if (known is { IsRevoked: true })
            return new RegisterStep(RegisterResult.AsItWas, terminal, null);
        var revoked = (known ?? new RegisteredCertificate(revoke.Serial, "", now, DateTimeOffset.MaxValue)) with { GoodUntil = now, IsRevoked = true };
        ImmutableArray<RegisteredCertificate> certificates = [revoked, .. terminal.Certificates.Where(one => one.Serial != revoke.Serial)];
        return Done(terminal with { Certificates = certificates }, Event(now, revoke, RegisterAct.CertificateRevoked, revoke.Serial, revoke.Reason));
    }

    private static RegisterStep Done(RegisteredTerminal next, RegisterEvent done) =>
        new(RegisterResult.Done, next with { Version = next.Version + 1 }, done);

    private static RegisterEvent Event(DateTimeOffset now, RegisterCommand command, RegisterAct act, string serial, string reason = "") =>
        new(now, command.Actor, act, serial, reason);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

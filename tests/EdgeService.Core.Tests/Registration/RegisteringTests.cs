using EdgeService.Core.Registration;

namespace EdgeService.Core.Tests.Registration;

public sealed class RegisteringTests
{
    private const string Dock = "urn:perks:terminal:citybike:central-park:dock-1";
    private const string Operator = "urn:perks:operator:night-shift";
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Unknown_terminal_is_good_unless_registration_is_required()
    {
        Assert.Equal(StandingRefusal.None, CertificateStanding.Of(null, "A1", false).Refusal);
        Assert.Equal(StandingRefusal.NotRegistered, CertificateStanding.Of(null, "A1", true).Refusal);
    }

    [Fact]
    public void Enrolled_terminal_is_known_by_its_registered_certificates_once_the_overlap_is_over()
    {
        var enrolled = Apply(new(Dock), new EnrolTerminal(Operator, Certificate("B2"), Hour));
        Assert.Equal((1L, true), (enrolled.Version, enrolled.IsEnrolled));
        Assert.Equal(new CertificateStanding(StandingRefusal.None, Now.AddDays(30)), CertificateStanding.Of(enrolled, "B2", false));
        Assert.Equal(new CertificateStanding(StandingRefusal.None, Now + Hour), CertificateStanding.Of(enrolled, "A1", false));
        Assert.Equal(StandingRefusal.NotRegistered, CertificateStanding.Of(enrolled, "A1", true).Refusal);
    }

    [Fact]
    public void Renewed_certificate_supersedes_the_one_it_was_asked_for_with_even_if_the_register_did_not_know_that()
    {
        var renewed = Apply(new(Dock), Renew("B2", over: "A1"));
        Assert.Equal(Now + Hour, renewed.Find("A1")!.GoodUntil);
        Assert.True(renewed.Find("A1")!.IsSuperseded);
        Assert.Equal(Now.AddDays(30), renewed.Find("B2")!.GoodUntil);
        var again = Registering.Apply(renewed, Renew("C3", over: "A1"), Now.AddMinutes(30));
        Assert.Equal(RegisterResult.Done, again.Result);
        Assert.Equal((Now + Hour, Now.AddMinutes(90)), (again.Next.Find("A1")!.GoodUntil, again.Next.Find("B2")!.GoodUntil));
    }

    [Theory]
    [InlineData("superseded")]
    [InlineData("revoked")]
    [InlineData("suspended")]
    [InlineData("not registered")]
    public void Certificate_that_is_not_good_renews_nothing(string how)
    {
        var terminal = how switch
        {
            "superseded" => Registering.Apply(new(Dock), Renew("B2", over: "A1"), Now - Hour).Next,
            "revoked" => Apply(new(Dock), new RevokeCertificate(Operator, "A1", "lost")),
            "suspended" => Apply(new(Dock), new SuspendTerminal(Operator, "odd calls")),
            _ => new RegisteredTerminal(Dock),
        };
        var step = Registering.Apply(terminal, Renew("C3", over: "A1", mustBeRegistered: how == "not registered"), Now);
        Assert.Equal(RegisterResult.NotGood, step.Result);
        Assert.Null(step.Event);
        Assert.Same(terminal, step.Next);
    }

    [Fact]
    public void Suspension_holds_until_it_is_ended_and_what_is_so_already_changes_nothing()
    {
        var suspended = Apply(new(Dock), new SuspendTerminal(Operator, "odd calls"));
        Assert.Equal(StandingRefusal.Suspended, CertificateStanding.Of(suspended, "A1", false).Refusal);
        Assert.Equal(RegisterResult.AsItWas, Registering.Apply(suspended, new SuspendTerminal(Operator, "again"), Now).Result);
        var resumed = Apply(suspended, new ResumeTerminal(Operator, "looked into"));
        Assert.Equal((2L, StandingRefusal.None), (resumed.Version, CertificateStanding.Of(resumed, "A1", false).Refusal));
    }

    [Fact]
    public void Terminal_renews_a_few_times_a_day_and_is_told_when_again_and_an_operator_enrols_it_all_the_same()
    {
        var (terminal, last) = (new RegisteredTerminal(Dock), "A1");
        for (var round = 1; round < Registering.MostADay; round++, last = $"B{round - 1}")
            terminal = Registering.Apply(terminal, RenewAt(Now.AddMinutes(round), $"B{round}", last), Now.AddMinutes(round)).Next;
        var refused = Registering.Apply(terminal, RenewAt(Now.AddHours(1), "C", last), Now.AddHours(1));
        Assert.Equal((RegisterResult.TooMany, Now.AddDays(1)), (refused.Result, refused.Earliest));
        Assert.Same(terminal, refused.Next);
        Assert.Equal(RegisterResult.Done, Registering.Apply(terminal, new EnrolTerminal(Operator, Certificate("C3"), Hour), Now.AddHours(1)).Result);
        Assert.Equal(RegisterResult.Done, Registering.Apply(terminal, RenewAt(Now.AddDays(1), "C", last), Now.AddDays(1)).Result);
    }

    [Fact]
    public void Certificates_that_are_over_leave_the_entry_a_day_later_and_are_good_no_more_without_it()
    {
        var terminal = Apply(Apply(new(Dock), Renew("B2", over: "A1")), new RevokeCertificate(Operator, "F0", "not ours"));
        var later = Now.AddDays(1) + Hour;
        var renewed = Registering.Apply(terminal, RenewAt(later, "C3", "B2"), later).Next;
        Assert.Equal(["F0", "B2", "C3"], renewed.Certificates.Select(one => one.Serial));
        Assert.True(CertificateStanding.Of(renewed, "A1", false).GoodUntil < later);
        Assert.Equal(StandingRefusal.CertificateRevoked, CertificateStanding.Of(renewed, "F0", false).Refusal);
    }

    [Fact]
    public void Revoked_terminal_stays_so_whatever_is_asked()
    {
        var revoked = Apply(Apply(new(Dock), new EnrolTerminal(Operator, Certificate("B2"), Hour)), new RevokeTerminal(Operator, "stolen"));
        Assert.Equal(StandingRefusal.Revoked, CertificateStanding.Of(revoked, "B2", false).Refusal);
        Assert.Equal(RegisterResult.AsItWas, Registering.Apply(revoked, new RevokeTerminal(Operator, "again"), Now).Result);
        RegisterCommand[] others = [new ResumeTerminal(Operator, "?"), new SuspendTerminal(Operator, "?"), new EnrolTerminal(Operator, Certificate("C3"), Hour), Renew("C3", "B2")];
        Assert.All(others, command => Assert.Equal(new RegisterStep(RegisterResult.Final, revoked, null), Registering.Apply(revoked, command, Now)));
    }

    [Fact]
    public void One_certificate_is_revoked_and_the_others_stay_good()
    {
        var enrolled = Apply(Apply(new(Dock), new EnrolTerminal(Operator, Certificate("B2"), Hour)), new EnrolTerminal(Operator, Certificate("C3"), Hour));
        var revoked = Apply(enrolled, new RevokeCertificate(Operator, "B2", "key copied"));
        Assert.Equal(StandingRefusal.CertificateRevoked, CertificateStanding.Of(revoked, "B2", false).Refusal);
        Assert.Equal(StandingRefusal.None, CertificateStanding.Of(revoked, "C3", true).Refusal);
        Assert.Equal("B2", Registering.Apply(enrolled, new RevokeCertificate(Operator, "B2", "key copied"), Now).Event!.Serial);
        var later = Registering.Apply(revoked, new EnrolTerminal(Operator, Certificate("D4"), TimeSpan.FromDays(1)), Now).Next;
        Assert.True(later.Find("B2")!.IsRevoked);
    }

    private static RegisteredTerminal Apply(RegisteredTerminal terminal, RegisterCommand command)
    {
        var step = Registering.Apply(terminal, command, Now);
        Assert.Equal(RegisterResult.Done, step.Result);
        Assert.Equal((Now, command.Actor), (step.Event!.At, step.Event.Actor));
        return step.Next;
    }

    private static RenewCertificate Renew(string serial, string over, bool mustBeRegistered = false) => new(Dock, Certificate(serial), Certificate(over), Hour, mustBeRegistered);

    private static RenewCertificate RenewAt(DateTimeOffset at, string serial, string over) =>
        new(Dock, new RegisteredCertificate(serial, serial, at, at.AddDays(30)), Certificate(over), TimeSpan.FromDays(2), false);

    private static RegisteredCertificate Certificate(string serial) => new(serial, serial, Now, Now.AddDays(30));
}

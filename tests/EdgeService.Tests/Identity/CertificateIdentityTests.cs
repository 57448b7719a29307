using EdgeService.Core.Registration;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Identity;

public sealed class CertificateIdentityTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller Dock = CallerUrn.ReadTerminal("citybike:central-park:dock-1")!;

    private readonly Standings _standings = new();
    private readonly SetClock _clock = new(End.AddSeconds(-1));
    private readonly List<TerminalSight> _seen = [];

    [Fact]
    public void Certificate_names_its_caller_until_it_ends_though_the_connection_stays()
    {
        var identity = Identity(RegisterReach.Near);
        Assert.Same(Dock, Call(identity));
        _clock.Now = End;
        Assert.Equal(FaultReason.IdentityMissing, Refusal(identity));
    }

    [Fact]
    public void What_the_register_says_counts_from_the_next_call_on()
    {
        var identity = Identity(RegisterReach.Near);
        Assert.Same(Dock, Call(identity));
        _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 1, State = TerminalState.Suspended });
        Assert.Equal(FaultReason.IdentitySuspended, Refusal(identity));
        _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 2, State = TerminalState.Open });
        Assert.Same(Dock, Call(identity));
        _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 1, State = TerminalState.Suspended }); // Late, and not news any more.
        Assert.Same(Dock, Call(identity));
        _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 3, OthersUntil = End.AddSeconds(-1) });
        Assert.Equal(FaultReason.IdentityRevoked, Refusal(identity));
    }

    /// <param name="reach">How near the register is.</param>
    /// <param name="wasGood">Whether this edge has found the certificate good before.</param>
    /// <param name="stands">Whether the register, as last read, has the terminal.</param>
    /// <param name="answered">What comes of it.</param>
    [Theory]
    [InlineData(RegisterReach.Unread, false, false, false)]
    [InlineData(RegisterReach.Near, false, false, true)]
    [InlineData(RegisterReach.Far, false, false, false)]
    [InlineData(RegisterReach.Far, true, false, true)]
    [InlineData(RegisterReach.Far, false, true, true)]
    [InlineData(RegisterReach.Gone, true, true, false)]
    public void Register_out_of_reach_lets_go_on_whom_it_knew(RegisterReach reach, bool wasGood, bool stands, bool answered)
    {
        var identity = Identity(RegisterReach.Near);
        if (wasGood)
            Call(identity);
        if (stands)
            _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 1 });
        _standings.Turn(reach);
        if (answered)
            Assert.Same(Dock, Call(identity));
        else
            Assert.Equal(FaultReason.IdentityUnverifiable, Refusal(identity));
    }

    [Fact]
    public void Suspension_that_is_known_holds_though_the_register_is_out_of_reach()
    {
        var identity = Identity(RegisterReach.Near);
        _standings.Put(new RegisteredTerminal(Dock.Urn) { Version = 1, State = TerminalState.Suspended });
        _standings.Turn(RegisterReach.Far);
        Assert.Equal(FaultReason.IdentitySuspended, Refusal(identity));
    }

    [Fact]
    public async Task Terminal_is_noted_as_seen_once_in_a_while()
    {
        _clock.Now = End.AddHours(-3);
        var sightings = Seen();
        var identity = Identity(RegisterReach.Near, sightings);
        foreach (var minutes in new[] { 0, 1, 9, 10, 11 })
        {
            _clock.Now = End.AddHours(-3).AddMinutes(minutes);
            Call(identity);
            await sightings.WriteAsync(default);
        }

        Assert.Equal([End.AddHours(-3), End.AddHours(-3).AddMinutes(10)], _seen.Select(sight => sight.At));
    }

    private static Caller Call(CertificateIdentity identity) => identity.CallerOf(new DefaultHttpContext());

    private static FaultReason Refusal(CertificateIdentity identity) => Assert.Throws<EdgeFaultException>(() => Call(identity)).Fault.Reason;

    private CertificateIdentity Identity(RegisterReach reach, Sightings? sightings = null)
    {
        _standings.Turn(reach);
        var judging = new CertificateJudging(_standings, new RevocationLists(), Options.Create(new PkiOptions()));
        return new CertificateIdentity(new CertificateHolder(Dock, End) { Serial = "A1" }, judging, sightings ?? Seen(), _clock);
    }

    private Sightings Seen() => new(
        new TerminalRegister(
            (_, _, _) => throw new NotSupportedException(),
            (sights, _) =>
            {
                _seen.AddRange(sights);
                return Task.CompletedTask;
            }),
        NullLogger<Sightings>.Instance);
}

using EdgeService.Core.Registration;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Identity;

/// <summary>Terminals known good go on for a while when the register does not answer; nobody else is let in on trust.</summary>
public sealed class RegisterOutOfReachTests
{
    private const string Kiosk = "urn:perks:terminal:citylib:main-library:kiosk-1";
    private volatile bool _cut;

    [Fact]
    public async Task Known_terminals_go_on_within_their_life_and_unknown_ones_are_refused()
    {
        var clock = new LeapingClock();
        await using var host = await EdgeHost.StartAsync(
            builder =>
            {
                var own = builder.Services.Last(service => service.ServiceType == typeof(TerminalRegister)).ImplementationFactory!;
                builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(services => Cut((TerminalRegister)own(services)));
            },
            null,
            "--Edge:Pki:RegisterLife=01:00:00");
        var (known, unknown, operators) = (host.As("bike-dock"), host.As("library-kiosk"), host.As("operator"));
        Assert.Equal("", await RegisteredEdge.CallAsync(known));
        var standings = host.Service<Standings>();

        _cut = true;
        clock.Leap(TimeSpan.FromMinutes(1));
        await UntilAsync(standings, RegisterReach.Far);
        Assert.Equal(("", "IDENTITY_UNVERIFIABLE"), (await RegisteredEdge.CallAsync(known), await RegisteredEdge.CallAsync(unknown)));
        Assert.Equal("", await RegisteredEdge.CallAsync(host.As("bike-dock"))); // Reconnects, and is known all the same.
        Assert.Equal("METHOD_NOT_ALLOWED", await RegisteredEdge.CallAsync(operators)); // Known by its authority alone.

        clock.Leap(TimeSpan.FromHours(1));
        await UntilAsync(standings, RegisterReach.Gone);
        Assert.Equal("IDENTITY_UNVERIFIABLE", await RegisteredEdge.CallAsync(known));

        _cut = false;
        await UntilAsync(standings, RegisterReach.Near);
        Assert.Equal(("", ""), (await RegisteredEdge.CallAsync(known), await RegisteredEdge.CallAsync(unknown)));
    }

    [Fact]
    public async Task Edge_that_starts_without_the_register_lets_no_terminal_in_before_it_has_read_it()
    {
        _cut = true;
        await using var host = await EdgeHost.StartAsync(
            builder =>
            {
                var own = builder.Services.Last(service => service.ServiceType == typeof(TerminalRegister)).ImplementationFactory!;
                builder.Services.AddSingleton(services => Cut((TerminalRegister)own(services)));
            },
            null);
        var dock = host.As("bike-dock");
        Assert.Equal("IDENTITY_UNVERIFIABLE", await RegisteredEdge.CallAsync(dock));
        _cut = false;
        await RegisteredEdge.UntilAsync(dock, "");
    }

    [Fact]
    public async Task Look_that_hangs_is_given_up_and_joined_by_no_other()
    {
        var looks = 0;
        var hanging = new TaskCompletionSource<RegisterChanges>();
        var register = new TerminalRegister(
            (_, _, _) =>
            {
                looks++;
                return looks == 1 ? Task.FromResult(new RegisterChanges([new RegisteredTerminal(Kiosk) { Version = 1 }], 1)) : hanging.Task;
            },
            (_, _) => Task.CompletedTask);
        var (standings, clock) = (new Standings(), new LeapingClock());
        using var watch = new RegisterWatch(
            register, standings, Microsoft.Extensions.Options.Options.Create(new PkiOptions()), clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<RegisterWatch>.Instance);
        await watch.LookAsync(TimeSpan.FromSeconds(5), default);
        Assert.Equal((RegisterReach.Near, 1), (standings.Reach, standings.Find(Kiosk)!.Version));
        clock.Leap(TimeSpan.FromSeconds(2));
        await watch.LookAsync(TimeSpan.FromMilliseconds(1), default);
        await watch.LookAsync(TimeSpan.FromMilliseconds(1), default);
        Assert.Equal((RegisterReach.Far, 2), (standings.Reach, looks));
        hanging.SetResult(new RegisterChanges([], 2));
        await watch.LookAsync(TimeSpan.FromSeconds(5), default);
        Assert.Equal(RegisterReach.Near, standings.Reach);
    }

    private TerminalRegister Cut(TerminalRegister own) => new(
        (after, now, cancellation) => _cut ? throw new InvalidOperationException("cut off") : own.ReadChanges(after, now, cancellation),
        (sights, cancellation) => _cut ? throw new InvalidOperationException("cut off") : own.NoteSights(sights, cancellation));

    private static async Task UntilAsync(Standings standings, RegisterReach reach)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (standings.Reach != reach)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The machine's steady time, put forward by leaps; its date goes on as it does.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _leapt;

        public void Leap(TimeSpan by) => Interlocked.Add(ref _leapt, (long)(by.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _leapt);
    }
}

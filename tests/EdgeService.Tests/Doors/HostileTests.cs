using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Tests.Doors.Hostile;
using EdgeService.Tests.Interop;
using Grpc.Core;
using Perks.Edge.V1;
using Xunit.Abstractions;

namespace EdgeService.Tests.Doors;

/// <summary>
/// Each attack for a moment against a service process of its own, while an honest terminal goes on asking: it is answered, memory stays where it
/// was, and afterwards all is as before. How much the honest ones get done meanwhile is measured by the benchmark case <c>hostile</c>.
/// </summary>
public sealed class HostileTests(HostileTests.Attacked attacked, ITestOutputHelper output) : IClassFixture<HostileTests.Attacked>
{
    private const long MayGrow = 160L << 20;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>How long the honest terminal keeps a connection: three a second are within what one caller may open.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(0.3);

    /// <summary>Five hundred questions a second: half of what a caller may ask.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    public static TheoryData<string> Names => [.. Attack.All.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Honest_terminal_is_answered_and_memory_stays_bounded_under(string name)
    {
        var attack = Attack.Named(name);
        var before = attacked.Service.ResidentBytes;
        var tally = new AttackTally();
        using var stop = new CancellationTokenSource();
        var attacking = attack.RunAsync(new(attacked.Target(attack), tally, stop.Token) { Crowd = 1500 });
        var honest = await attacked.AskAsync(Moment);
        stop.Cancel();
        await attacking;
        var grown = attacked.Service.ResidentBytes - before;
        output.WriteLine($"{name}: {tally}; honest {honest}; {grown >> 20} MiB more");
        Assert.True(tally.Opened > 0);
        Assert.Equal(0, honest.Failed);
        Assert.InRange(grown, long.MinValue, MayGrow);
    }

    [Theory]
    [InlineData("rapid-reset")]
    [InlineData("made-you-reset")]
    [InlineData("continuation-flood")]
    [InlineData("ping-flood")]
    [InlineData("call-flood")]
    public async Task Flooding_connection_is_told_to_calm_down_and_its_caller_shut_out_for_a_while(string name)
    {
        var attack = Attack.Named(name);
        var tally = new AttackTally();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var attacking = attack.RunAsync(new(attacked.Target(attack, "hospital-desk"), tally, stop.Token));
        while (tally.Calmed < 5 && !stop.IsCancellationRequested)
            await Task.Delay(20);
        stop.Cancel();
        await attacking;
        output.WriteLine($"{name}: {tally}");
        Assert.True(tally.Calmed >= 5, tally.ToString());
    }

    /// <summary>The service under attack, and the honest terminal beside it.</summary>
    public sealed class Attacked : IAsyncLifetime
    {
        private readonly string _home = Directory.CreateTempSubdirectory("edge-hostile-").FullName;

        public ServiceProcess Service { get; private set; } = null!;

        public async Task InitializeAsync() => Service = await ServiceProcess.StartAsync(_home);

        public async Task DisposeAsync()
        {
            await Service.DisposeAsync();
            Directory.Delete(_home, recursive: true);
        }

        public AttackTarget Target(Attack attack, string name = "bike-dock") => new(
            new IPEndPoint(IPAddress.Loopback, Service.Port),
            AttackTarget.Elsewhere,
            attack.Certified ? X509Certificate2.CreateFromPemFile(Path.Combine(Service.Pki, name + ".pem"), Path.Combine(Service.Pki, name + ".key")) : null,
            "/perks.edge.v1.EligibilityService/ListPerks",
            new byte[5]);

        /// <summary>Asks one question after another, within its share, on a new connection every now and then.</summary>
        public async Task<Honest> AskAsync(TimeSpan time)
        {
            var waits = new ConcurrentBag<TimeSpan>();
            var faults = new ConcurrentBag<RpcException>();
            var watch = Stopwatch.StartNew();
            using var pace = new PeriodicTimer(Pace);
            do
            {
                using var channel = Service.Channel("library-kiosk");
                var client = new EligibilityService.EligibilityServiceClient(channel);
                for (var since = watch.Elapsed; watch.Elapsed - since < Kept && watch.Elapsed < time; await pace.WaitForNextTickAsync())
                    await AskAsync(client, waits, faults);
            }
            while (watch.Elapsed < time);
            return new Honest(waits.Count, faults.Count, waits.Append(TimeSpan.Zero).Max(), faults.FirstOrDefault()?.Status.Detail ?? "");
        }

        private static async Task AskAsync(EligibilityService.EligibilityServiceClient client, ConcurrentBag<TimeSpan> waits, ConcurrentBag<RpcException> faults)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await client.ListPerksAsync(new ListPerksRequest(), deadline: DateTime.UtcNow.AddSeconds(10));
                waits.Add(Stopwatch.GetElapsedTime(started));
            }
            catch (RpcException fault)
            {
                faults.Add(fault);
            }
        }
    }

    public sealed record Honest(int Answered, int Failed, TimeSpan Longest, string Fault)
    {
        public override string ToString() => FormattableString.Invariant($"{Answered} answered, longest {Longest.TotalMilliseconds:0} ms, {Failed} failed {Fault}");
    }
}

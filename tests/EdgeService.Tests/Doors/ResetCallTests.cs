using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Doors;
using EdgeService.Tests.Doors.Hostile;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EdgeService.Tests.Doors;

/// <summary>A call that is reset gives back the places it took, whenever the reset comes.</summary>
public sealed class ResetCallTests
{
    [Fact]
    public void Body_that_was_reset_has_not_arrived()
    {
        foreach (var cause in new Exception[] { new ConnectionResetException("reset"), new ConnectionAbortedException() })
        {
            var body = new Pipe();
            body.Writer.Complete(cause);
            Assert.False(RequestMessage.HasArrived(body.Reader));
        }
    }

    [Theory]
    [InlineData("rapid-reset")]
    [InlineData("made-you-reset")]
    public async Task No_place_is_lost_to_resets_nor_a_line_of_the_log_and_the_attacked_identity_calls_again(string name)
    {
        using var failures = new Failures();
        await using var host = await EdgeHost.StartAsync(builder => builder.Logging.AddProvider(failures), null);
        var pki = Path.Combine(host.Home, "pki");
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "bike-dock.pem"), Path.Combine(pki, "bike-dock.key"));
        var door = new IPEndPoint(IPAddress.Loopback, host.Doors.Tls.Port);
        var target = new AttackTarget(door, AttackTarget.Elsewhere, certificate, "/perks.edge.v1.EligibilityService/ListPerks", new byte[5]);
        var tally = new AttackTally();
        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3)))
            await Attack.Named(name).RunAsync(new(target, tally, stop.Token));
        Assert.True(tally.Opened > 0);
        Assert.InRange(failures.Count, 0, 20);

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (host.Service<CallLoad>().UnderWay > 0)
            await Task.Delay(20, late.Token);
        while (await RegisteredEdge.CallAsync(host.As("bike-dock")) != "")
            await Task.Delay(200, late.Token);
    }

    /// <summary>Counts calls that the service says it failed.</summary>
    private sealed class Failures : ILoggerProvider, ILogger
    {
        private const int CallFailed = 1100;
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == CallFailed)
                Interlocked.Increment(ref _count);
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}

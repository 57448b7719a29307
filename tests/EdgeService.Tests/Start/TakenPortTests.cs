using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeService.Start;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Start;

public sealed class TakenPortTests
{
    private static readonly string[] Ports = ["Port", "PlaintextPort", "WebPort"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("Port")]
    [InlineData("PlaintextPort")]
    [InlineData("WebPort")]
    public async Task Port_that_is_taken_ends_the_start_with_a_message_that_names_it(string taken)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        var ports = Ports.Select(name => $"--Edge:Doors:{name}={(name == taken ? port : 0)}");
        using var service = Process.Start(new ProcessStartInfo("dotnet", [typeof(EdgeApp).Assembly.Location, "--environment=Development", $"--Edge:Home={home.Path}", .. ports])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (said, complained) = (service.StandardOutput.ReadToEndAsync(patience.Token), service.StandardError.ReadToEndAsync(patience.Token));
            await service.WaitForExitAsync(patience.Token);
            Assert.Equal(ExitCode.Failed, service.ExitCode);
            Assert.StartsWith("The service cannot start: ", await complained, StringComparison.Ordinal);
            Assert.Contains($":{port}: address already in use", await complained, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", await complained + await said, StringComparison.Ordinal);
        }
        finally
        {
            if (!service.HasExited)
                service.Kill();
        }
    }
}

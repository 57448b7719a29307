using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Perks.Edge.V1;

namespace EdgeService.Tests.Interop;

/// <summary>
/// The service as an operator runs it: a process of its own in Development, on made material in a folder that outlives the
/// process, so that it can be killed and started again.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<string> said = new();
    private readonly Process process;

    private ServiceProcess(string home, int port, ServiceStart how) =>
        (Home, Port, process) = (home, port, Start(home, port, how));

    public string Home { get; }

    public int Port { get; }

    public string Pki => Path.Combine(Home, "pki");

    public string Address => string.Create(CultureInfo.InvariantCulture, $"localhost:{Port}");

    /// <summary>Memory of the process that is in RAM now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts on the material of <paramref name="home"/>, making what is missing, and waits for the first answer.</summary>
    public static Task<ServiceProcess> StartAsync(string home) => StartAsync(home, new ServiceStart());

    public static async Task<ServiceProcess> StartAsync(string home, ServiceStart how)
    {
        var service = new ServiceProcess(home, FreePort(), how);
        await service.FirstAnswerAsync();
        return service;
    }

    /// <summary>Starts, and ends the process the hard way after a moment, wherever it has come by then.</summary>
    public static async Task KillWhileStartingAsync(string home, TimeSpan after)
    {
        await using var service = new ServiceProcess(home, FreePort(), new ServiceStart());
        await Task.Delay(after);
    }

    /// <summary>A channel as the development client <paramref name="name"/>, such as <c>bike-dock</c>.</summary>
    public GrpcChannel Channel(string name = "bike-dock")
    {
        var client = X509Certificate2.CreateFromPemFile(Path.Combine(Pki, name + ".pem"), Path.Combine(Pki, name + ".key"));
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Pki, "ca.pem"));
        return GrpcChannel.ForAddress($"https://{Address}", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions =
                {
                    ClientCertificates = [client],
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { authority },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
            },
        });
    }

    /// <summary>Ends the process the hard way: SIGKILL, no chance to write anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Stops the process where it is, without ending it: its connections stay open and nobody answers on them.</summary>
    public void Pause() => Signal("-STOP");

    /// <summary>Lets a paused process go on.</summary>
    public void Resume() => Signal("-CONT");

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start(string home, int port, ServiceStart how)
    {
        var started = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [.. how.Program, $"--Edge:Home={home}", $"--Edge:Doors:Port={port}", .. how.Settings])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Edge__Doors__PlaintextPort"] = "0", ["Edge__Doors__WebPort"] = "0" },
            },
        };
        foreach (var (name, value) in how.Environment)
            started.StartInfo.Environment[name] = value;
        started.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        started.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    /// <summary>Asks until there is an answer. The certificates may have to be made first, so the channel is opened anew each time.</summary>
    private async Task FirstAnswerAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException("The service did not come up:\n" + string.Join('\n', said));
            }

            await Task.Delay(50);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var channel = Channel();
            await new EligibilityService.EligibilityServiceClient(channel).ListPerksAsync(new ListPerksRequest(), deadline: DateTime.UtcNow.AddSeconds(2));
            return true;
        }
        catch (Exception cause) when (cause is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded }
            or IOException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}

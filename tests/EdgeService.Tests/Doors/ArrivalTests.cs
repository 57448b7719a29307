using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace EdgeService.Tests.Doors;

public sealed class ArrivalTests
{
    private static readonly IPAddress Crowded = new([127, 0, 0, 3]);

    [Fact]
    public async Task One_too_many_without_a_certificate_ends_the_oldest_and_who_has_one_is_served()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:MaxUnproven=3", "--Edge:Doors:ArrivalSeconds=60");
        var waiting = new List<Socket>();
        for (var i = 0; i < 5; i++)
            waiting.Add(await ConnectAsync(host, IPAddress.Loopback));
        await EndedAsync(waiting, 2);
        Assert.Equal(3, waiting.Count(IsOpen));
        await new Health.HealthClient(host.As("bike-dock")).CheckAsync(new HealthCheckRequest());
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Handshake_that_is_not_begun_is_ended_in_time()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:ArrivalSeconds=1");
        using var silent = await ConnectAsync(host, IPAddress.Loopback);
        var started = Stopwatch.GetTimestamp();
        await EndAsync(silent);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 20);
    }

    [Fact]
    public async Task Address_whose_connections_come_to_nothing_is_heard_no_more_and_others_are()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:FruitlessPerAddress=1", "--Edge:Doors:ArrivalSeconds=60");
        var crowd = new List<Socket>();
        for (var i = 0; i < 20; i++)
            crowd.Add(await ConnectAsync(host, Crowded));
        await EndedAsync(crowd, 5);
        Assert.InRange(crowd.Count(IsOpen), 10, 15);
        await new Health.HealthClient(host.As("bike-dock")).CheckAsync(new HealthCheckRequest());
        crowd.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Connections_that_are_served_do_not_count_against_their_address()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:FruitlessPerAddress=1");
        for (var i = 0; i < 15; i++)
        {
            using var channel = ClientChannel.Tls(host.Doors.Tls, Path.Combine(host.Home, "pki", "ca.pem"), Path.Combine(host.Home, "pki", "bike-dock"));
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        }
    }

    [Fact]
    public async Task Neighbour_of_those_who_are_heard_no_more_goes_on_with_what_it_has_open_and_comes_back_when_they_are_quiet()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:FruitlessPerAddress=1", "--Edge:Doors:ArrivalSeconds=60");
        using var before = Neighbour(host);
        await new Health.HealthClient(before).CheckAsync(new HealthCheckRequest());
        var crowd = new List<Socket>();
        for (var i = 0; i < 20; i++)
            crowd.Add(await ConnectAsync(host, Crowded));
        await EndedAsync(crowd, 5);
        await new Health.HealthClient(before).CheckAsync(new HealthCheckRequest());
        using var after = Neighbour(host);
        await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(after).CheckAsync(new HealthCheckRequest()));
        crowd.ForEach(socket => socket.Dispose());
        await AnsweredAsync(after);
    }

    /// <summary>Asks until there is an answer, as a terminal does that was not let in.</summary>
    private static async Task AnsweredAsync(GrpcChannel channel)
    {
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
                return;
            }
            catch (RpcException) when (patience.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>A terminal with a certificate at the crowded address.</summary>
    private static GrpcChannel Neighbour(EdgeHost host) =>
        ClientChannel.Tls(host.Doors.Tls, host.Authority("ca"), host.CertificateOf("bike-dock"), async (target, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Crowded, 0));
            await socket.ConnectAsync(IPAddress.Loopback, target.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        });

    private static async Task<Socket> ConnectAsync(EdgeHost host, IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, host.Doors.Tls.Port);
        }
        catch (SocketException)
        {
            // Ended as soon as it was there.
        }

        return socket;
    }

    /// <summary>Waits until so many have been ended; which of those that came at once is the oldest, nobody can say.</summary>
    private static async Task EndedAsync(List<Socket> sockets, int number)
    {
        for (var patience = Stopwatch.StartNew(); sockets.Count(IsOpen) > sockets.Count - number && patience.Elapsed < TimeSpan.FromSeconds(30);)
            await Task.Delay(10);
        Assert.True(sockets.Count(IsOpen) <= sockets.Count - number);
    }

    private static bool IsOpen(Socket socket) => socket.Connected && !socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Waits until the edge has ended the connection, politely or not.</summary>
    private static async Task EndAsync(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(30)));
        }
        catch (SocketException)
        {
            // Ended without a word.
        }
    }
}

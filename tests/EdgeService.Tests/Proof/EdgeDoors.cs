using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Grpc.Net.Client;

namespace EdgeService.Tests.Proof;

/// <summary>The doors of the edges under test, each of which may be gone at any moment and back at another address.</summary>
internal sealed class EdgeDoors(int edges) : IDisposable
{
    private readonly Door?[] _doors = new Door?[edges];

    /// <summary>A door, open or not: terminals do not know beforehand.</summary>
    public Door? At(int number) => Volatile.Read(ref _doors[number % _doors.Length]);

    public void Open(int edge, ServiceProcess process) => Open(edge, process.Channel);

    public void Open(int edge, EdgeHost host) => Open(edge, host.As);

    private void Open(int edge, Func<string, GrpcChannel> channelOf) =>
        Replace(edge, new Door(channelOf("partner-desk"), channelOf("member-app")));

    public void Replace(int edge, Door? door) => Interlocked.Exchange(ref _doors[edge], door)?.Dispose();

    public void Dispose()
    {
        for (var edge = 0; edge < _doors.Length; edge++)
            Replace(edge, null);
    }
}

/// <summary>One edge as its callers see it.</summary>
/// <param name="Desk">The terminal's channel.</param>
/// <param name="App">The channel of the member app's back end.</param>
internal sealed record Door(GrpcChannel Desk, GrpcChannel App) : IDisposable
{
    public void Dispose()
    {
        Desk.Dispose();
        App.Dispose();
    }
}

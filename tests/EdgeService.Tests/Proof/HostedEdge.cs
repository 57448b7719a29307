using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EdgeService.Tests.Proof;

/// <summary>One edge with the embedded ledger in this process, for histories that nothing breaks.</summary>
internal sealed class HostedEdge : IBreakable
{
    private readonly EdgeHost _host;
    private LedgerContent? _content;

    private HostedEdge(EdgeHost host)
    {
        _host = host;
        Doors.Open(0, host);
    }

    public EdgeDoors Doors { get; } = new(edges: 1);

    public bool IsShared => false;

    public string Home => _host.Home;

    /// <param name="around">Puts something between the service and its ledger.</param>
    public static async Task<HostedEdge> StartAsync(Func<ILedger, ILedger>? around = null) => new(await EdgeHost.StartAsync(
        builder =>
        {
            if (around is null)
                return;
            var made = builder.Services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
            builder.Services.Replace(ServiceDescriptor.Singleton(services => around((ILedger)made(services))));
        },
        map: null));

    public Task BreakAsync(Action gone) => throw new NotSupportedException("nothing breaks here");

    public Task MendAsync() => Task.CompletedTask;

    /// <summary>The ledger must be closed before it can be read around the service; the host is then gone but for its folder.</summary>
    public async Task<LedgerContent> ReadLedgerAsync()
    {
        await _host.Service<ILedger>().DisposeAsync();
        return _content ??= await SqliteContent.ReadAsync(Path.Combine(Home, "ledger", "ledger.db"));
    }

    public async ValueTask DisposeAsync()
    {
        Doors.Dispose();
        await _host.DisposeAsync();
    }
}

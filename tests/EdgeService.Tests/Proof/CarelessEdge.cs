using EdgeService.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Proof;

/// <summary>
/// The whole service with one thing wrong: its ledger does not wait for the disk (<c>PRAGMA synchronous=OFF</c>). No setting can
/// bring the real one to do this.
/// </summary>
internal static class CarelessEdge
{
    public const string Part = "careless-edge";

    public static async Task<int> RunAsync(string[] settings)
    {
        await using var app = EdgeApp.Build(settings, builder => builder.Services.Replace(ServiceDescriptor.Singleton(Open)));
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return 0;

        static LedgerRoom.OpenedStore Open(IServiceProvider services)
        {
            var file = SqliteLedger.Open(
                services.GetRequiredService<IOptions<LedgerOptions>>().Value with { WaitsForDisk = false },
                services.GetRequiredService<TimeProvider>(),
                NullLogger.Instance);
            return new LedgerRoom.OpenedStore(file, file.Terminals);
        }
    }
}

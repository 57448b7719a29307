using EdgeService.Doors;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Doors;

public sealed class SharedServicesTests
{
    /// <summary>What belonged to one call would be shared by all, or never be disposed of.</summary>
    [Fact]
    public async Task No_service_of_ours_belongs_to_one_call()
    {
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        ServiceDescriptor[] ours = [];
        await using var app = EdgeApp.Build(EdgeHost.SettingsOf(home), builder => ours = [.. builder.Services.Where(IsOurs)]);
        Assert.True(ours.Length > 50, $"{ours.Length} services of ours");
        Assert.All(ours, service => Assert.Equal(ServiceLifetime.Singleton, service.Lifetime));
    }

    [Fact]
    public async Task Every_call_has_the_services_of_the_process()
    {
        IServiceProvider? seen = null;
        await using var host = await TrialWork.HostAsync((_, call) =>
        {
            seen = call.GetHttpContext().RequestServices;
            Assert.Throws<NotSupportedException>(() => call.GetHttpContext().RequestServices = seen);
            return Task.FromResult(new StringValue());
        });
        await TrialWork.CallAsync(host.As("bike-dock").CreateCallInvoker(), MethodType.Unary);
        Assert.Same(host.Service<CallLoad>(), seen!.GetService<CallLoad>());
    }

    private static bool IsOurs(ServiceDescriptor service) =>
        (service.ImplementationType ?? service.ServiceType).Assembly.GetName().Name?.StartsWith("EdgeService", StringComparison.Ordinal) == true;
}

using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Flow;

/// <summary>One service for a class of tests, with a clock of its own. Tests keep apart by using members of their own.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    public SetClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public EdgeHost Host { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Host = await EdgeHost.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(Clock), null);

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();

    public Terminal At(string name) => new(Host, name);

    /// <summary>An app code as the member's app would show it now.</summary>
    public string AppCodeOf(string memberId)
    {
        var key = File.ReadAllBytes(Path.Combine(Host.Home, "secret", "app-code.key"));
        using var cipher = new System.Security.Cryptography.AesGcm(key, 16);
        return Core.Members.AppCode.Seal(memberId, Clock.Now, System.Security.Cryptography.RandomNumberGenerator.GetBytes(12), cipher);
    }
}

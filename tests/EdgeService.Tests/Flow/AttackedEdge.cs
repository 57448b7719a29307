using System.Collections.Frozen;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Flow;

/// <summary>A service with signing keys beside its own: one not yet in use, one that ends soon, one that is retired, two of narrow scope.</summary>
public sealed class AttackedEdge : IAsyncLifetime
{
    private readonly List<SigningKey> _keys = [];

    public SetClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public EdgeHost Host { get; private set; } = null!;

    internal SigningKey Signing { get; private set; } = null!;

    internal SigningKey Coming => _keys[0];

    internal SigningKey Ending => _keys[1];

    internal SigningKey Retired => _keys[2];

    internal SigningKey Elsewhere => _keys[3];

    internal SigningKey OtherPerks => _keys[4];

    public async Task InitializeAsync()
    {
        Host = await EdgeHost.StartAsync(
            builder =>
            {
                MakeKeys(Path.Combine(builder.Configuration["Edge:Home"]!, "keys"));
                builder.Services.AddSingleton<TimeProvider>(Clock);
            },
            null);
    }

    public async Task DisposeAsync()
    {
        _keys.ForEach(key => key.Dispose());
        Signing.Dispose();
        await Host.DisposeAsync();
    }

    internal static byte[] Sign(SigningKey key, byte[] hash)
    {
        var signature = new byte[64];
        key.Sign(hash, signature);
        return signature;
    }

    private void MakeKeys(string folder)
    {
        Signing = SigningKeyFile.Read(Directory.GetFiles(folder, "*.key").Single());
        var (now, everything) = (Clock.Now, KeyScope.Everything with { MaxLifetime = TimeSpan.FromHours(1) });
        Make(folder, now.AddDays(2), now.AddDays(90), everything);
        Make(folder, now.AddDays(-90), now.AddMinutes(-59), everything);
        Make(folder, now.AddDays(-90), now.AddHours(-2), everything);
        Make(folder, now.AddDays(-90), now.AddDays(90), everything with { Venues = FrozenSet.Create("railway:central-station") });
        Make(folder, now.AddDays(-90), now.AddDays(90), everything with { Perks = FrozenSet.Create<ushort>(60_000) });
    }

    private void Make(string folder, DateTimeOffset from, DateTimeOffset until, KeyScope scope) =>
        _keys.Add(SigningKeyFile.Read(SigningKeyFile.Create(folder, new SigningTerms(from, until, scope))));
}

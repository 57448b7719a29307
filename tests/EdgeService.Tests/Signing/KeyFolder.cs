using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Signing;

/// <summary>A folder of its own for one test, gone after it.</summary>
internal sealed class KeyFolder : IDisposable
{
    public const string Venue = "railway:central-station";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("edge-keys-").FullName;

    /// <summary>Where the key lists of the other edges would lie.</summary>
    public string Trusted => System.IO.Path.Combine(Path, "trusted");

    public static TokenClaims Claims() => new(
        AudienceCode.Parse("LOUNGE-A"),
        Now.AddMinutes(15),
        new TokenId(42),
        PerkCode: 7,
        new SealedMember(UInt128.MaxValue),
        Units: 1,
        OfflineClass.WhenStale,
        StatusIndex: null);

    public static TokenGate Gate() => new(Venue, [AudienceCode.Parse("LOUNGE-A")]);

    public SigningKeys Keys()
    {
        SigningKeys.CreateMissing(Path, Now);
        return SigningKeys.Load(Path);
    }

    /// <summary>A signer whose clock stands.</summary>
    public static EdgeSigner Signer(SigningKeys keys, DateTimeOffset now) => new(new CurrentSigningKeys(keys), new FixedClock(now), NullLogger<EdgeSigner>.Instance);

    /// <summary>The key that signs a quarter of an hour for the lounge.</summary>
    public static SigningKey? SignerAt(SigningKeys keys, DateTimeOffset now) => keys.SignerFor(Claims() with { ExpiresAt = now.AddMinutes(15) }, Venue, now);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

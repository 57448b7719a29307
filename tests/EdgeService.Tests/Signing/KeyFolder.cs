using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

/// <summary>A folder of its own for one test, gone after it.</summary>
internal sealed class KeyFolder : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("edge-keys-").FullName;

    public static TokenClaims Claims() => new(
        AudienceCode.Parse("LOUNGE-A"),
        Now.AddMinutes(15),
        new TokenId(42),
        PerkCode: 7,
        new SealedMember(UInt128.MaxValue),
        Units: 1,
        OfflineClass.WhenStale,
        StatusIndex: null);

    public static TokenGate Gate() => new("railway:central-station", [AudienceCode.Parse("LOUNGE-A")]);

    public SigningKeys Keys()
    {
        SigningKeys.CreateMissing(Path, Now);
        return SigningKeys.Load(Path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

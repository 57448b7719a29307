using System.Security.Cryptography;
using EdgeService.Signing;

namespace EdgeService.Development;

/// <summary>
/// Makes under the home folder what Development needs and does not find, and renews what has aged. What is there and in order
/// is left alone, so it may be changed by hand.
/// </summary>
public static class DevelopmentMaterial
{
    /// <summary>So that a clock set back a little finds a key in use.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <summary>Makes it; what is there and cannot be used, and a home that cannot be written, are named.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="memberWith">Version of the member secret that the snapshot is to stand under; 0 for the highest.</param>
    /// <param name="now">The moment.</param>
    /// <param name="log">Where it is said what was made.</param>
    public static IReadOnlyList<string> FaultsOfMaking(string home, int memberWith, DateTimeOffset now, ILogger log)
    {
        try
        {
            MakeWhatIsMissing(home, now, log, memberWith);
            return [];
        }
        catch (KeyMaterialException unusable)
        {
            return [unusable.Message];
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return [$"{HomeLayout.HomeSetting}: {home}: {denied.Message} Name a folder that the user the service runs as may write."];
        }
        catch (CryptographicException broken)
        {
            return [$"{HomeLayout.HomeSetting}: {home}: {broken.Message} Take the file away, and it is made anew."];
        }
    }

    public static void MakeWhatIsMissing(string home, DateTimeOffset now, ILogger log, int memberWith = 0)
    {
        foreach (var folder in new[] { "", "pki", "secret", "keys", "snapshots", "snapshot-keys", "ledger" })
            MadeMark.Put(Path.Combine(home, folder));
        new DevelopmentPki(Path.Combine(home, "pki"), now, log).MakeWhatIsMissing();
        DeploymentSecrets.CreateMissing(Path.Combine(home, "secret"));
        SigningKeys.CreateMissing(Path.Combine(home, "keys"), now - Backdated);
        var catalog = DevelopmentCatalog.CopyIfMissing(Path.Combine(home, "catalog.json"), DevelopmentDockKey.MakeIfMissing(Path.Combine(home, "pki", "bike-dock.receipt.key"), log), log);
        if (catalog is not null)
            new DevelopmentSnapshot(home, DeploymentSecrets.Load(Path.Combine(home, "secret"), memberWith: memberWith).Member, now, log).MakeOrRenew(DevelopmentCatalog.ContractsOf(catalog));
    }
}

using EdgeService.Development;
using EdgeService.Doors;
using EdgeService.Identity;

namespace EdgeService.Start;

/// <summary>Outside Development everything is provided and nothing is made. All that is missing or made is found at once.</summary>
public static class Provisions
{
    public static IReadOnlyList<string> FaultsOf(IConfiguration configuration)
    {
        var faults = Provision.All.SelectMany(provision => FaultsOf(provision, configuration[provision.Setting])).ToList();
        if (configuration[DoorsOptions.Section + ":PlaintextPort"] is not null)
            faults.Add("Edge:Doors:PlaintextPort: the plaintext door opens in Development only. Remove the setting.");
        var pki = configuration.GetRequiredSection(PkiOptions.Section);
        faults.AddRange(CertificateFaults.Of(pki.Get<PkiOptions>()!, pki["AuthorityFile"] is not null));
        return faults;
    }

    private static IEnumerable<string> FaultsOf(Provision provision, string? place)
    {
        if (string.IsNullOrWhiteSpace(place))
            yield return $"{provision.Setting}: is not set. Provide {provision.Need}";
        else if (MadeMark.IsOn(place))
            yield return $"{provision.Setting}: {place} was made for Development. Provide {provision.Need}";
        else if (LackOf(provision.Kind, place) is { } lack)
            yield return $"{provision.Setting}: {place} {lack}. Provide {provision.Need}";
    }

    private static string? LackOf(ProvisionKind kind, string place)
    {
        try
        {
            return Exists(kind, place) ? null : "does not exist";
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read by the user that the service runs as ({denied.Message})";
        }
    }

    private static bool Exists(ProvisionKind kind, string place) => kind switch
    {
        ProvisionKind.File => File.Exists(place),
        ProvisionKind.Folder => Directory.Exists(place) && Directory.EnumerateFiles(place).Any(),
        _ => true,
    };
}

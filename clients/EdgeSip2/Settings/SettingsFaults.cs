using System.Net;
using System.Text.RegularExpressions;

namespace EdgeSip2.Settings;

/// <summary>Everything that cannot be as the settings say it, each by its name.</summary>
internal static class SettingsFaults
{
    public static IEnumerable<string> Of(GatewaySettings settings) =>
    [
        .. settings.Listen.Count == 0 ? ["listen: names no door; add one."] : settings.Listen.SelectMany(FaultsOf),
        .. EdgeFaults(settings.Edge),
        .. LibraryFaults(settings.Library),
        .. settings.Upstream is { } upstream ? UpstreamFaults(upstream) : [],
        .. KioskFaults(settings),
    ];

    private static IEnumerable<string> FaultsOf(ListenSettings door, int at)
    {
        var name = $"listen[{at}]";
        if (!IPAddress.TryParse(door.Address, out var address))
            yield return $"{name}.address: '{door.Address}' is no IP address.";
        else if (!IPAddress.IsLoopback(address) && door.Certificate is null)
            yield return $"{name}: SIP2 sends cards and PINs in clear. Listen on loopback, or name a certificate and key for TLS.";
        if (door.Port is < 0 or > 65535)
            yield return $"{name}.port: must be 0 to 65535.";
        if (door.Certificate is null != door.Key is null)
            yield return $"{name}: certificate and key belong together.";
        foreach (var fault in Missing($"{name}.certificate", door.Certificate).Concat(Missing($"{name}.key", door.Key)))
            yield return fault;
    }

    private static IEnumerable<string> EdgeFaults(EdgeSettings edge)
    {
        if (!edge.Address.IsAbsoluteUri || edge.Address.Scheme is not ("https" or "http"))
            yield return "edge.address: must be an address such as https://edge.example:7443.";
        else if (edge.Address.Scheme == "http" && !edge.Address.IsLoopback)
            yield return "edge.address: plain http reaches an edge in Development on loopback only.";
        if (edge.Perk.Length == 0)
            yield return "edge.perk: is empty; name the perk that lends, such as library.cardless.";
        if (edge.TimeoutMilliseconds is < 50 or > 10_000)
            yield return "edge.timeoutMilliseconds: must be 50 to 10,000.";
        foreach (var fault in Missing("edge.authority", edge.Authority))
            yield return fault;
    }

    private static IEnumerable<string> LibraryFaults(LibrarySettings library)
    {
        if (library.UtcOffsetMinutes is < -840 or > 840)
            yield return "library.utcOffsetMinutes: must be -840 to 840.";
        if (library.TextEncoding is not ("utf-8" or "iso-8859-1" or "us-ascii"))
            yield return "library.textEncoding: must be utf-8, iso-8859-1 or us-ascii.";
        if (library.Language is not ("zh" or "en" or "sv" or "de"))
            yield return "library.language: must be zh, en, sv or de.";
        if (library.RenewalDays is < 1 or > 365)
            yield return "library.renewalDays: must be 1 to 365.";
        if (library.IdentityDocuments is { } pattern && PatternFault(pattern) is { } fault)
            yield return $"library.identityDocuments: {fault}";
    }

    private static IEnumerable<string> UpstreamFaults(UpstreamSettings upstream)
    {
        if (upstream.Host.Length == 0)
            yield return "upstream.host: is empty.";
        if (upstream.Port is < 1 or > 65535)
            yield return "upstream.port: must be 1 to 65535.";
        if (upstream.HousePatron.Length == 0 || upstream.HousePatron.Contains('|', StringComparison.Ordinal))
            yield return "upstream.housePatron: name the library system's patron that loans by the edge are booked on.";
        if (upstream.TimeoutMilliseconds is < 100 or > 120_000)
            yield return "upstream.timeoutMilliseconds: must be 100 to 120,000.";
        foreach (var fault in Missing("upstream.authority", upstream.Authority).Concat(Missing("upstream.housePinFile", upstream.HousePinFile)))
            yield return fault;
    }

    private static IEnumerable<string> KioskFaults(GatewaySettings settings)
    {
        if (settings.Kiosks.Count == 0)
            yield return "kiosks: names none; add one.";
        foreach (var twice in settings.Kiosks.GroupBy(kiosk => kiosk.Login).Where(group => group.Count() > 1))
            yield return $"kiosks: login '{twice.Key}' stands twice.";
        for (var i = 0; i < settings.Kiosks.Count; i++)
        {
            var (kiosk, name) = (settings.Kiosks[i], $"kiosks[{i}]");
            if (kiosk.Certificate is null && kiosk.DevelopmentTerminal is null)
                yield return $"{name}: name the terminal's certificate and key.";
            if (kiosk.Certificate is null != kiosk.Key is null)
                yield return $"{name}: certificate and key belong together.";
            if (settings.Upstream is null && kiosk.Login.Length > 0 && kiosk.PasswordFile is null)
                yield return $"{name}.passwordFile: a gateway that answers alone judges logins; name the file with the password.";
            foreach (var fault in Missing($"{name}.certificate", kiosk.Certificate).Concat(Missing($"{name}.key", kiosk.Key)).Concat(Missing($"{name}.passwordFile", kiosk.PasswordFile)))
                yield return fault;
        }
    }

    private static IEnumerable<string> Missing(string name, string? path)
    {
        if (path is not null && !File.Exists(path))
            yield return $"{name}: {path} does not exist.";
    }

    private static string? PatternFault(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return wrong.Message;
        }
    }
}

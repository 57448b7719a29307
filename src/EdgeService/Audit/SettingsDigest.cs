using System.Security.Cryptography;
using System.Text;

namespace EdgeService.Audit;

/// <summary>What the service was told, as 16 hex digits: another setting makes another digest. Secrets are named by file, so none is in it.</summary>
public static class SettingsDigest
{
    private const string Ours = "Edge";
    private const int Digits = 16;

    public static string Of(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Ours).AsEnumerable()
            .Where(setting => setting.Value is not null)
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .Select(setting => $"{setting.Key.ToLowerInvariant()}={setting.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(settings))))[..Digits];
    }
}

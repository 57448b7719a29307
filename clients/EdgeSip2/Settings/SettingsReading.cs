using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeSip2.Settings;

/// <summary>The settings file cannot be used; all that is wrong with it.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads the settings file and checks it whole. Paths in it are relative to it.</summary>
internal static class SettingsReading
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="SettingsException">It is missing, no JSON, or says something that cannot be.</exception>
    public static GatewaySettings Read(string path)
    {
        path = Path.GetFullPath(path);
        var settings = WithPlaces(Parse(path), Path.GetDirectoryName(path)!);
        var faults = SettingsFaults.Of(settings).ToList();
        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }

    private static GatewaySettings Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<GatewaySettings>(File.ReadAllText(path), Json) ?? throw new SettingsException([$"{path}: is empty."]);
        }
        catch (JsonException wrong)
        {
            throw new SettingsException([$"{path}: {(wrong.LineNumber is { } line ? $"line {line + 1}, " : "")}{wrong.Path}: {WhatIsWrong(wrong)}"]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path}: cannot be read ({unreadable.Message})"]);
        }
    }

    private static string WhatIsWrong(JsonException wrong) => wrong.Message.Split(" Path:")[0];

    private static GatewaySettings WithPlaces(GatewaySettings read, string folder)
    {
        string? Place(string? path) => path is null ? null : Path.GetFullPath(path, folder);
        return read with
        {
            JournalFolder = Place(read.JournalFolder)!,
            Listen = [.. read.Listen.Select(door => door with { Certificate = Place(door.Certificate), Key = Place(door.Key) })],
            Edge = read.Edge with { Authority = Place(read.Edge.Authority) },
            Upstream = read.Upstream is { } upstream
                ? upstream with { Authority = Place(upstream.Authority), HousePinFile = Place(upstream.HousePinFile) }
                : null,
            Kiosks = [.. read.Kiosks.Select(kiosk => kiosk with
            {
                Certificate = Place(kiosk.Certificate),
                Key = Place(kiosk.Key),
                PasswordFile = Place(kiosk.PasswordFile),
            })],
        };
    }
}

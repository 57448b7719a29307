using System.Reflection;
using EdgeService.Doors;
using EdgeService.Telemetry;

namespace EdgeService.Start;

/// <summary>
/// The settings in force, as the log shows them. Only properties of options records are shown, which name secrets by file; of a text or
/// address, only that it is set. What stands under <c>Edge</c> and is no setting is named without its value.
/// </summary>
public static class SettingsShown
{
    private const string Root = "Edge";
    private static readonly string[] Places = ["File", "Folder", "Path", "Journal"];

    private static readonly (string Name, string Consequence)[] Unsafe =
    [
        ("Edge:Host:AllowRoot", "whoever breaks into the service is root."),
        ("Edge:Ledger:Postgres:SingleNode", "what was answered is lost with one machine."),
    ];

    private static readonly IReadOnlyDictionary<string, PropertyInfo> Known = typeof(DoorsOptions).Assembly.GetExportedTypes()
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
        .SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => (Name: $"{SectionOf(type)}:{property.Name}", property)))
        .ToDictionary(setting => setting.Name, setting => setting.property, StringComparer.OrdinalIgnoreCase);

    public static void Log(IConfiguration configuration, ILogger log)
    {
        log.SettingsInForce(string.Join(", ", LinesOf(configuration)));
        foreach (var unknown in UnknownIn(configuration))
            log.SettingUnknown(unknown);
        foreach (var (setting, consequence) in Unsafe.Where(setting => bool.TryParse(configuration[setting.Name], out var set) && set))
            log.SettingUnsafe(setting, consequence);
    }

    /// <summary>Every setting that something else than its default is given for, as <c>name=value</c>.</summary>
    public static IEnumerable<string> LinesOf(IConfiguration configuration) => Known
        .Where(setting => configuration[setting.Key] is not null)
        .OrderBy(setting => setting.Key, StringComparer.Ordinal)
        .Select(setting => $"{setting.Key}={ValueOf(setting.Value, configuration[setting.Key]!)}");

    /// <summary>Names under <c>Edge</c> that are no settings: misspelt, or of another version.</summary>
    public static IEnumerable<string> UnknownIn(IConfiguration configuration) => configuration.GetSection(Root).AsEnumerable()
        .Where(entry => entry.Value is not null && !IsKnown(entry.Key))
        .Select(entry => entry.Key)
        .Order(StringComparer.Ordinal);

    private static bool IsKnown(string name) => name.Equals(HomeLayout.HomeSetting, StringComparison.OrdinalIgnoreCase)
        || Known.Keys.Any(known => name.Equals(known, StringComparison.OrdinalIgnoreCase) || name.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Numbers, choices and times have been read as such before and hold no secret; nor do places. Anything else might.</summary>
    private static string ValueOf(PropertyInfo property, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isPlace = type == typeof(string) && Places.Any(place => property.Name.EndsWith(place, StringComparison.Ordinal));
        return type.IsPrimitive || type.IsEnum || type == typeof(TimeSpan) || isPlace ? text : "(set)";
    }

    private static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;
}

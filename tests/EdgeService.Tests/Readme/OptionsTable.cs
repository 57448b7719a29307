using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeService.Tests.Readme;

/// <summary>The service's settings as the table of README.md: every options record, its defaults and its documentation.</summary>
internal static partial class OptionsTable
{
    private static readonly Assembly Service = typeof(EdgeApp).Assembly;

    private static readonly Dictionary<string, XElement> Documentation = XDocument.Load(Path.ChangeExtension(Service.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary") ?? new XElement("summary"));

    public static string Markdown()
    {
        var rows = Service.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
            .OrderBy(SectionOf, StringComparer.Ordinal)
            .SelectMany(RowsOf);
        return string.Join('\n', ["| setting | default | meaning |", "|---|---|---|", HomeRow(), .. rows]);
    }

    private static string HomeRow() =>
        $"| `{HomeLayout.HomeSetting}` | `{HomeLayout.DefaultHome}` | Folder for everything below that names no place of its own, shown as `~`. |";

    private static IEnumerable<string> RowsOf(Type type)
    {
        var defaults = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => Row($"{SectionOf(type)}:{property.Name}", property.GetValue(defaults), $"P:{type.FullName}.{property.Name}"));
    }

    private static string Row(string name, object? value, string documented)
    {
        var home = HomeLayout.Settings("~").GetValueOrDefault(name);
        var meaning = Documentation.TryGetValue(documented, out var summary) ? Plain(summary) : "";
        return $"| `{name}` | {Shown(home ?? value)} | {meaning} |";
    }

    private static string Shown(object? value) => value switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Plain(XElement summary) => Blanks().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? "",
        _ => node.ToString(),
    })), " ").Trim();

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

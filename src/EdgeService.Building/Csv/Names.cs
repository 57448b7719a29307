using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeService.Building.Csv;

/// <summary>The words of the closed lists as they stand in files: lower case, words joined by hyphens.</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Names[value];

    public static bool TryRead<T>(string text, out T value)
        where T : struct, Enum => Table<T>.Values.TryGetValue(text, out value);

    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Table<T>.Values.Keys);

    [SuppressMessage("Globalization", "CA1308", Justification = "The words of the file format are lower-case ASCII.")]
    private static string Hyphenated(string name)
    {
        var text = new StringBuilder(name.Length + 2);
        foreach (var letter in name)
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static Dictionary<T, string> Names { get; } = Enum.GetValues<T>().ToDictionary(value => value, value => Hyphenated(value.ToString()));

        public static Dictionary<string, T> Values { get; } = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}

using EdgeService.Core.Perks;

namespace EdgeService.Terminals;

/// <summary>Texts on the wire, by language.</summary>
public static class TextWriting
{
    private static readonly string[] Languages = ["zh", "en", "sv", "de"];

    public static Dictionary<string, string> Write(LocalizedText text) => Languages.ToDictionary(language => language, text.In);
}

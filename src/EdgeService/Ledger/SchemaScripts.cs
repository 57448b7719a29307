namespace EdgeService.Ledger;

/// <summary>The plain SQL files that make a store's schema, in order. The number of them is the schema's version.</summary>
internal static class SchemaScripts
{
    public static IReadOnlyList<string> Of(string store)
    {
        var assembly = typeof(SchemaScripts).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith($"EdgeService.Ledger.Schema.{store}/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                }),
        ];
    }
}

using System.Text.Json;
using EdgeService.Core.Perks;
using Google.Protobuf;
using Wire = Perks.Admin.V1;

namespace EdgeService.Building.Catalogs;

/// <summary>Reads a catalog file: JSON → its shape → the message → the draft → the checked catalog. Every step's faults are reported together.</summary>
public static class CatalogReading
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads proto JSON of <c>perks.admin.v1.Catalog</c>. Never throws for bad input.</summary>
    public static CatalogBuild Read(string json)
    {
        var faults = new List<CatalogFault>();
        if (Parse(json, faults) is not { } message)
        {
            return new CatalogBuild(null, faults);
        }

        var draft = new DraftReading(faults).Read(message);
        var known = faults.Select(fault => fault.Path).ToArray();
        faults.AddRange(CatalogLint.Check(draft).Where(fault => !known.Any(path => fault.Path.StartsWith(path, StringComparison.Ordinal))));
        return faults.Count == 0 ? PerkCatalog.Build(draft) : new CatalogBuild(null, faults);
    }

    private static Wire.Catalog? Parse(string json, List<CatalogFault> faults)
    {
        try
        {
            JsonWords.Check(json, faults);
            if (faults.Count > 0)
            {
                return null;
            }

            using var document = JsonDocument.Parse(json, Strict);
            new JsonShape(faults).CheckMessage(document.RootElement, Wire.Catalog.Descriptor, "");
            var sound = JsonPruning.Without(document.RootElement, [.. faults.Select(fault => fault.Path)]);
            return Parser.Parse<Wire.Catalog>(sound);
        }
        catch (JsonException broken)
        {
            faults.Add(new CatalogFault(broken.LineNumber is { } line ? $"line {line + 1}" : "$", "is not JSON: " + broken.Message));
        }
        catch (Exception refused) when (refused is InvalidJsonException or InvalidProtocolBufferException)
        {
            faults.Add(new CatalogFault("$", refused.Message));
        }

        return null;
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeService.Core.Tests.Catalogs;

/// <summary>The part of JSON Schema 2020-12 that the catalog's schema uses; an unknown keyword is an error, so that none is passed over.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private readonly List<string> _faults = [];

    internal IReadOnlyList<string> Check(JsonElement json)
    {
        Visit(json, root, "$");
        return _faults;
    }

    private void Visit(JsonElement json, JsonElement schema, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Holds(json, keyword.Name, keyword.Value, schema, path))
            {
                _faults.Add($"{path}: {keyword.Name}");
            }
        }
    }

    private bool Holds(JsonElement json, string keyword, JsonElement value, JsonElement schema, string path)
    {
        switch (keyword)
        {
            case "$schema" or "title" or "description" or "$defs" or "format":
                return true;
            case "$ref":
                Visit(json, root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), path);
                return true;
            case "type":
                return TypeOf(json) == value.GetString();
            case "enum":
                return value.EnumerateArray().Any(one => json.ValueKind == JsonValueKind.String && one.GetString() == json.GetString());
            case "pattern":
                return json.ValueKind != JsonValueKind.String || Regex.IsMatch(json.GetString()!, value.GetString()!);
            case "minimum":
                return json.ValueKind != JsonValueKind.Number || json.GetInt64() >= value.GetInt64();
            case "maximum":
                return json.ValueKind != JsonValueKind.Number || json.GetInt64() <= value.GetInt64();
            case "multipleOf":
                return json.ValueKind != JsonValueKind.Number || json.GetInt64() % value.GetInt64() == 0;
            default:
                return HoldsForParts(json, keyword, value, schema, path);
        }
    }

    private bool HoldsForParts(JsonElement json, string keyword, JsonElement value, JsonElement schema, string path)
    {
        switch (keyword)
        {
            case "items":
                foreach (var (item, index) in Elements(json).Select((item, index) => (item, index)))
                {
                    Visit(item, value, $"{path}[{index}]");
                }

                return true;
            case "minItems":
                return Elements(json).Count() >= value.GetInt32();
            case "properties":
                foreach (var property in Properties(json).Where(property => value.TryGetProperty(property.Name, out _)))
                {
                    Visit(property.Value, value.GetProperty(property.Name), $"{path}.{property.Name}");
                }

                return true;
            case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                return Properties(json).All(property => schema.GetProperty("properties").TryGetProperty(property.Name, out _));
            case "required":
                return value.EnumerateArray().All(name => Properties(json).Any(property => property.Name == name.GetString()));
            case "minProperties":
                return Properties(json).Count() >= value.GetInt32();
            case "maxProperties":
                return Properties(json).Count() <= value.GetInt32();
            default:
                throw new InvalidOperationException($"keyword {keyword} is not known here");
        }
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : default;

    private static JsonElement.ObjectEnumerator Properties(JsonElement json) => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default;

    private static string TypeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number when json.TryGetInt64(out _) => "integer",
        _ => "other",
    };
}

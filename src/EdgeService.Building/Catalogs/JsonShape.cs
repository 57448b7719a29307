using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeService.Core.Perks;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EdgeService.Building.Catalogs;

/// <summary>
/// Compares JSON with a message's descriptor and reports every difference with its path, where Google's own parser stops at the first and
/// names no place.
/// </summary>
internal sealed partial class JsonShape(List<CatalogFault> faults)
{
    internal void CheckMessage(JsonElement json, MessageDescriptor message, string path)
    {
        if (!Require(json.ValueKind == JsonValueKind.Object, path, "must be an object"))
        {
            return;
        }

        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var field = message.Fields.InFieldNumberOrder().FirstOrDefault(candidate => candidate.JsonName == property.Name);
            if (field is null)
            {
                Require(path.Length == 0 && property.Name == "$schema", at, "is not a known field");
                continue;
            }

            if (field.RealContainingOneof is { } oneof && !chosen.TryAdd(oneof.Name, property.Name))
            {
                Require(false, at, $"cannot stand beside \"{chosen[oneof.Name]}\": one of them must go");
            }

            CheckField(property.Value, field, at);
        }
    }

    private void CheckField(JsonElement json, FieldDescriptor field, string path)
    {
        if (!field.IsRepeated)
        {
            CheckValue(json, field, path);
            return;
        }

        if (!Require(json.ValueKind == JsonValueKind.Array, path, "must be an array"))
        {
            return;
        }

        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            CheckValue(item, field, $"{path}[{index++}]");
        }
    }

    private void CheckValue(JsonElement json, FieldDescriptor field, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when field.MessageType == Duration.Descriptor:
                Require(json.ValueKind == JsonValueKind.String && DurationText().IsMatch(json.GetString()!), path, "must be a duration in seconds such as \"3600s\"");
                break;
            case FieldType.Message when field.MessageType == Timestamp.Descriptor:
                Require(IsTime(json), path, "must be a time such as \"2026-11-21T08:00:00Z\"");
                break;
            case FieldType.Message:
                CheckMessage(json, field.MessageType, path);
                break;
            case FieldType.Enum:
                CheckEnum(json, field.EnumType, path);
                break;
            case FieldType.Bool:
                Require(json.ValueKind is JsonValueKind.True or JsonValueKind.False, path, "must be true or false");
                break;
            case FieldType.String:
                Require(json.ValueKind == JsonValueKind.String, path, "must be a string");
                break;
            case FieldType.Int32:
                Require(json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _), path, "must be a whole number of 32 bits");
                break;
            default:
                Require(IsInt64(json), path, "must be a whole number of 64 bits");
                break;
        }
    }

    private void CheckEnum(JsonElement json, EnumDescriptor type, string path)
    {
        var known = json.ValueKind == JsonValueKind.String && type.Values.Any(value => value.Number != 0 && value.Name == json.GetString());
        Require(known, path, $"must be one of {string.Join(", ", type.Values.Where(value => value.Number != 0).Select(value => value.Name))}");
    }

    private bool Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            faults.Add(new CatalogFault(path.Length == 0 ? "$" : path, message));
        }

        return holds;
    }

    private static bool IsTime(JsonElement json) => json.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, out _);

    private static bool IsInt64(JsonElement json) => json.ValueKind == JsonValueKind.Number
        ? json.TryGetInt64(out _)
        : json.ValueKind == JsonValueKind.String && long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^-?[0-9]{1,10}(\.[0-9]{1,9})?s$")]
    private static partial Regex DurationText();
}

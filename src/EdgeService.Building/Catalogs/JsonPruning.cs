using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EdgeService.Building.Catalogs;

/// <summary>Copies JSON without the places that are already known to be faulty, so that the rest can still be read and its faults reported too.</summary>
internal static class JsonPruning
{
    internal static string Without(JsonElement json, HashSet<string> paths)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Copy(json, "", paths, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Copy(JsonElement json, string path, HashSet<string> paths, Utf8JsonWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                    if (!paths.Contains(at))
                    {
                        writer.WritePropertyName(property.Name);
                        Copy(property.Value, at, paths, writer);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                CopyArray(json, path, paths, writer);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static void CopyArray(JsonElement json, string path, HashSet<string> paths, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            if (!paths.Contains(at))
            {
                Copy(item, at, paths, writer);
            }
        }

        writer.WriteEndArray();
    }
}

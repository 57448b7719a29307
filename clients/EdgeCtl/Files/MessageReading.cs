using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EdgeCtl.Files;

/// <summary>Messages of the contract out of JSON that people wrote: everything that does not fit is named by its field.</summary>
internal static class MessageReading
{
    /// <summary>Reads a message; null when something was added to <paramref name="wrong"/>.</summary>
    public static T? Read<T>(JsonElement json, MessageParser<T> parser, List<string> wrong)
        where T : class, IMessage<T>, new()
    {
        var before = wrong.Count;
        Look(json, new T().Descriptor, "", wrong);
        if (wrong.Count > before)
        {
            return null;
        }

        try
        {
            return parser.ParseJson(json.GetRawText());
        }
        catch (Exception unreadable) when (unreadable is InvalidJsonException or InvalidProtocolBufferException)
        {
            wrong.Add($"is no {typeof(T).Name} of the contract");
            return null;
        }
    }

    private static void Look(JsonElement json, MessageDescriptor message, string path, List<string> wrong)
    {
        var fields = message.Fields.InDeclarationOrder().ToDictionary(field => field.JsonName);
        var chosen = new Dictionary<OneofDescriptor, string>();
        foreach (var property in json.EnumerateObject())
        {
            var name = path + property.Name;
            if ((fields.GetValueOrDefault(property.Name) ?? message.FindFieldByName(property.Name)) is not { } field)
            {
                wrong.Add($"{name}: no such field; there are {string.Join(", ", message.Fields.InDeclarationOrder().Select(one => one.JsonName))}");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (field.RealContainingOneof is { } choice && !chosen.TryAdd(choice, name))
                {
                    wrong.Add($"{name}: beside {chosen[choice]}, and only one of them may be there");
                }

                LookAtField(property.Value, field, name, wrong);
            }
        }
    }

    private static void LookAtField(JsonElement json, FieldDescriptor field, string name, List<string> wrong)
    {
        if (field.IsMap)
        {
            if (Is(json, JsonValueKind.Object, name, "must be an object", wrong))
            {
                json.EnumerateObject().ToList().ForEach(one => LookAtValue(one.Value, field.MessageType.FindFieldByNumber(2), $"{name}.{one.Name}", wrong));
            }
        }
        else if (!field.IsRepeated)
        {
            LookAtValue(json, field, name, wrong);
        }
        else if (Is(json, JsonValueKind.Array, name, "must be a list, from [ to ]", wrong))
        {
            json.EnumerateArray().Select((one, place) => (one, place)).ToList().ForEach(one => LookAtValue(one.one, field, $"{name}[{one.place}]", wrong));
        }
    }

    private static void LookAtValue(JsonElement json, FieldDescriptor field, string name, List<string> wrong)
    {
        if (field.FieldType == FieldType.Message && FormOf(field.MessageType) is null)
        {
            if (Is(json, JsonValueKind.Object, name, "must be an object", wrong))
            {
                Look(json, field.MessageType, name + ".", wrong);
            }
        }
        else if (!Fits(json, field))
        {
            wrong.Add($"{name}: must be {WantedOf(field)}");
        }
    }

    private static bool Is(JsonElement json, JsonValueKind kind, string name, string fault, List<string> wrong)
    {
        if (json.ValueKind != kind)
        {
            wrong.Add($"{name}: {fault}");
        }

        return json.ValueKind == kind;
    }

    private static bool Fits(JsonElement json, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => json.ValueKind == JsonValueKind.String,
        FieldType.Bool => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        FieldType.Enum => json.ValueKind == JsonValueKind.String ? field.EnumType.FindValueByName(json.GetString()) is not null : json.TryGetInt32(out _),
        FieldType.Bytes => json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out _),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => int.TryParse(Digits(json), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => long.TryParse(Digits(json), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FieldType.UInt32 or FieldType.Fixed32 => uint.TryParse(Digits(json), NumberStyles.None, CultureInfo.InvariantCulture, out _),
        FieldType.UInt64 or FieldType.Fixed64 => ulong.TryParse(Digits(json), NumberStyles.None, CultureInfo.InvariantCulture, out _),
        FieldType.Message => IsOf(json, field.MessageType),
        _ => double.TryParse(Digits(json), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
    };

    /// <summary>Numbers may also be written as texts.</summary>
    private static string Digits(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetRawText(),
        _ => "",
    };

    private static bool IsOf(JsonElement json, MessageDescriptor type)
    {
        try
        {
            type.Parser.ParseJson(json.GetRawText());
            return true;
        }
        catch (Exception unreadable) when (unreadable is InvalidJsonException or InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static string WantedOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "a text in quotes",
        FieldType.Bool => "true or false",
        FieldType.Enum => "one of " + string.Join(", ", field.EnumType.Values.Where(value => value.Number != 0).Select(value => value.Name)),
        FieldType.Bytes => "a text in Base64",
        FieldType.Message => FormOf(field.MessageType)!,
        FieldType.Double or FieldType.Float => "a number",
        _ => "a whole number within the range of its field",
    };

    /// <summary>How a message is written that is no object in JSON; null for all others.</summary>
    private static string? FormOf(MessageDescriptor message) =>
        message.FullName == Timestamp.Descriptor.FullName ? "a time such as 2026-11-22T08:00:00Z"
        : message.FullName == Duration.Descriptor.FullName ? "a span in seconds such as 30s"
        : null;
}

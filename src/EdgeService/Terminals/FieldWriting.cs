using EdgeService.Core.Perks;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Attributes on the wire.</summary>
public static class FieldWriting
{
    public static Wire.AttributeValue Write(in AttributeValue value) => value.Type switch
    {
        AttributeType.Number => new Wire.AttributeValue { Number = value.NumberValue },
        AttributeType.Flag => new Wire.AttributeValue { Flag = value.NumberValue != 0 },
        _ => new Wire.AttributeValue { Text = value.TextValue ?? "" },
    };
}

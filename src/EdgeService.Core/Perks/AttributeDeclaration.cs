namespace EdgeService.Core.Perks;

/// <summary>Type of an attribute's value.</summary>
public enum AttributeType
{
    Text = 1,
    Number = 2,
    Flag = 3,
}

/// <summary>A typed value of an attribute: text of at most 64 characters, a whole number, or a flag (0 or 1).</summary>
public readonly record struct AttributeValue(AttributeType Type, string? TextValue, long NumberValue)
{
    /// <summary>Longest text, in UTF-16 units.</summary>
    public const int MaxTextLength = 64;

    public static AttributeValue OfText(string value) => new(AttributeType.Text, value, 0);

    public static AttributeValue OfNumber(long value) => new(AttributeType.Number, null, value);

    public static AttributeValue OfFlag(bool value) => new(AttributeType.Flag, null, value ? 1 : 0);
}

/// <summary>One attribute that a terminal sent with its inquiry.</summary>
public readonly record struct NamedValue(string Name, AttributeValue Value);

/// <summary>An attribute that a perk knows. What a perk does not declare, a terminal may not send.</summary>
/// <param name="Name">Lower-case snake case, at most 32 characters.</param>
/// <param name="Type">Type that a value must have.</param>
/// <param name="Required">Whether an inquiry without it is refused with <c>ATTRIBUTE</c>.</param>
public sealed record AttributeDeclaration(string Name, AttributeType Type, bool Required);

/// <summary>Why an inquiry's attributes are malformed: a caller's fault, not a decision.</summary>
public enum AttributeFault
{
    None = 0,

    /// <summary>The perk does not declare the name.</summary>
    Undeclared = 1,

    /// <summary>The value has another type than the declared one.</summary>
    WrongType = 2,

    /// <summary>The text is empty or longer than <see cref="AttributeValue.MaxTextLength"/>.</summary>
    BadLength = 3,

    /// <summary>The name came twice.</summary>
    Repeated = 4,
}

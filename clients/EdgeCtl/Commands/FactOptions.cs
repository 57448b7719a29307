using System.CommandLine;
using System.Globalization;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>What is lent, and facts about the visit.</summary>
internal sealed class FactOptions
{
    private readonly Option<string[]> _items = new("--item")
    {
        Description = "What is lent, such as a bike number; may be repeated.",
        HelpName = "ref",
    };

    private readonly Option<string[]> _attributes = new("--attribute")
    {
        Description =
            "A fact the perk declares, such as ticket_class=first. true, false and whole numbers get their type; name:text=5 forces text.",
        HelpName = "name=value",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_items);
        command.Options.Add(_attributes);
    }

    public string[] Items(Invocation invocation) => invocation.Value(_items) ?? [];

    public Dictionary<string, AttributeValue> Attributes(Invocation invocation)
    {
        var attributes = new Dictionary<string, AttributeValue>();
        foreach (var written in invocation.Value(_attributes) ?? [])
        {
            var (name, value) = Parse(written);
            attributes[name] = value;
        }

        return attributes;
    }

    internal static (string Name, AttributeValue Value) Parse(string written)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw new UsageException($"--attribute {written} is not of the form name=value, such as ticket_class=first.");
        }

        var name = written[..at].Split(':', 2);
        var text = written[(at + 1)..];
        return (name[0], name.Length == 2 ? OfType(name[1], text) : OfLooks(text));
    }

    private static AttributeValue OfLooks(string text) => text switch
    {
        "true" or "false" => OfType("flag", text),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => OfType("number", text),
        _ => OfType("text", text),
    };

    private static AttributeValue OfType(string type, string text) => type switch
    {
        "text" => new AttributeValue { Text = text },
        "flag" when bool.TryParse(text, out var flag) => new AttributeValue { Flag = flag },
        "number" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            new AttributeValue { Number = number },
        _ => throw new UsageException($"'{text}' is no {type}; the types are text, number and flag."),
    };
}

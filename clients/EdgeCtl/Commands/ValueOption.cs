using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeCtl.Commands;

/// <summary>Options with a value that may be left out, which complain in words when it cannot be read.</summary>
internal static class ValueOption
{
    /// <param name="name">Such as <c>--at</c>.</param>
    /// <param name="description">For the help.</param>
    /// <param name="kind">What the value is, in a word.</param>
    /// <param name="example">A value that can be read.</param>
    public static Option<T?> Of<T>(string name, string description, string kind, string example)
        where T : struct, IParsable<T> => new(name)
        {
            Description = description,
            HelpName = kind,
            CustomParser = result => Read<T>(result, kind, example),
        };

    private static T? Read<T>(ArgumentResult result, string kind, string example)
        where T : struct, IParsable<T>
    {
        var written = result.Tokens.Single().Value;
        if (T.TryParse(written, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        result.AddError($"'{written}' is no {kind}; write it like {example}.");
        return null;
    }
}

using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>The text of a token, as scanned.</summary>
internal static class TokenArgument
{
    public static Argument<string> New() => new("token") { Description = "The scanned text (PE1...)." };
}

using System.CommandLine;
using EdgeService.Core.Tokens;

namespace EdgeCtl.Commands;

/// <summary>A decision by its claim code, or by its id in hexadecimal or Base64 as programs keep it.</summary>
internal static class DecisionArgument
{
    public static Argument<string> New() => new("decision")
    {
        Description = "The claim code a terminal showed (PD1...), or the decision id in hexadecimal or Base64.",
    };

    public static string ToClaimCode(string written)
    {
        if (written.StartsWith(DecisionSeal.ClaimCodePrefix, StringComparison.OrdinalIgnoreCase))
        {
            return written.ToUpperInvariant();
        }

        return DecisionSeal.ClaimCodeOf(Decode(written));
    }

    private static byte[] Decode(string written)
    {
        try
        {
            return written.Length % 2 == 0 && written.All(char.IsAsciiHexDigit)
                ? Convert.FromHexString(written)
                : Convert.FromBase64String(written);
        }
        catch (FormatException)
        {
            throw new UsageException("This is no decision: give a claim code (PD1...), hexadecimal or Base64.");
        }
    }
}

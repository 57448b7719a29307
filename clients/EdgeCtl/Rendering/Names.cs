using System.Text;

namespace EdgeCtl.Rendering;

/// <summary>Enum values as the contract spells them without their prefix.</summary>
internal static class Names
{
    /// <summary>Such as <c>ALREADY_REDEEMED</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var spelled = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && spelled.Length > 0)
            {
                spelled.Append('_');
            }

            spelled.Append(char.ToUpperInvariant(letter));
        }

        return spelled.ToString();
    }

    /// <summary>Such as <c>already redeemed</c>.</summary>
    public static string InWords<T>(T value)
        where T : struct, Enum => Of(value).Replace('_', ' ').ToLowerInvariant();
}

using System.Text;

namespace EdgeService.Building.Csv;

/// <summary>What a stable member id may look like in the input: 1 to 64 bytes of UTF-8 without spaces or control characters.</summary>
internal static class MemberId
{
    private const int LongestBytes = 64;

    public static bool IsValid(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty || id.Length > LongestBytes)
        {
            return false;
        }

        if (Ascii.IsValid(id))
        {
            return !id.ContainsAnyInRange((byte)0, (byte)' ') && !id.Contains((byte)0x7F);
        }

        return !Encoding.UTF8.GetString(id).Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
    }
}

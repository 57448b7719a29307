using System.Security.Cryptography;
using System.Text;
using Perks.Edge.V1;

namespace EdgeTerminals.Setup;

/// <summary>
/// The key that the gates of one place share for digests of tickets: a file of 32 random bytes, made once, readable by its owner alone. The number of a
/// ticket stays in the gate; equal tickets have equal digests there and nowhere else.
/// </summary>
internal sealed class TicketKey(byte[] key)
{
    private const int Bytes = 32;
    private const int DigestCharacters = 32;

    public static TicketKey ReadOrMake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(Bytes));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new TicketKey(File.ReadAllBytes(path));
    }

    /// <summary>What the gate tells the service of a ticket.</summary>
    public Dictionary<string, AttributeValue> AttributesOf(string ticketClass, string number) => new()
    {
        ["ticket_class"] = new AttributeValue { Text = ticketClass },
        ["ticket_digest"] = new AttributeValue { Text = Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(number)))[..DigestCharacters] },
    };
}

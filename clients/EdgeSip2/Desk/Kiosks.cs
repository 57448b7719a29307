using System.Security.Cryptography;
using System.Text;

namespace EdgeSip2.Desk;

/// <summary>The kiosks that the settings name, by their login.</summary>
/// <param name="kiosks">Each with its login password; null where the library system judges it.</param>
internal sealed class Kiosks(IReadOnlyList<(Kiosk Kiosk, string? Password)> kiosks)
{
    public IEnumerable<Kiosk> All => kiosks.Select(each => each.Kiosk);

    /// <summary>The one that needs no login; null where every kiosk must send one.</summary>
    public Kiosk? Nameless => Named("");

    public Kiosk? Named(string login) => kiosks.FirstOrDefault(each => each.Kiosk.Login == login).Kiosk;

    /// <summary>The kiosk that this login proves; null if it proves none.</summary>
    public Kiosk? Admit(string login, string password)
    {
        var (kiosk, expected) = kiosks.FirstOrDefault(each => each.Kiosk.Login == login && each.Kiosk.Login.Length > 0);
        var fits = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(expected ?? ""));
        return kiosk is not null && expected is not null && fits ? kiosk : null;
    }
}

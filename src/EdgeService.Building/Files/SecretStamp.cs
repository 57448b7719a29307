using System.Globalization;
using System.Text;

namespace EdgeService.Building.Files;

/// <summary>Says beside what an edge keeps by member keys, under which member secret they stand: a small file with the secret's check.</summary>
public static class SecretStamp
{
    public const string FileName = "member-secret.check";

    /// <summary>Whether a folder stands under this secret; one that says nothing does from now on.</summary>
    /// <exception cref="InvalidDataException">What it says cannot be read.</exception>
    public static bool IsOf(string folder, ulong check)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Write(folder, check);
            return true;
        }

        return ulong.TryParse(File.ReadAllText(path), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var said)
            ? said == check
            : throw new InvalidDataException($"{path} cannot be read: it holds no check of a member secret. Bring back the one that was there.");
    }

    /// <summary>Says that a folder stands under this secret. On disk when this returns.</summary>
    public static void Write(string folder, ulong check) =>
        WholeFile.Write(Path.Combine(folder, FileName), file => file.Write(Encoding.ASCII.GetBytes(check.ToString("x16", CultureInfo.InvariantCulture))));
}

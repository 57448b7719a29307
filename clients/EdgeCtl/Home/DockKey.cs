using System.Security.Cryptography;
using EdgeService.Building.Catalogs;
using EdgeService.Core.Tokens;

namespace EdgeCtl.Home;

/// <summary>The key that the development dock signs receipts with, and the keys that the home's catalog knows docks by.</summary>
internal static class DockKey
{
    /// <summary>The development dock's code.</summary>
    public const string Audience = "BIKE-1";

    private const long StepsPerSecond = 20;
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (ArgumentException broken)
        {
            key.Dispose();
            throw new CryptographicException($"{path} holds no private key in PEM.", broken);
        }
    }

    /// <summary>A number that rises with time, for a dock that keeps no count.</summary>
    public static uint SequenceAt(DateTimeOffset time) => (uint)Math.Clamp((long)((time - Epoch).TotalSeconds * StepsPerSecond), 1, uint.MaxValue);

    /// <summary>The receipt key of a dock in the home's catalog; null when it has none.</summary>
    public static VerificationKey? Of(AudienceCode dock, EdgeHome home)
    {
        var catalog = home.ReadCatalog() is { } json ? CatalogReading.Read(json).Catalog : null;
        return catalog?.FindAudience(dock.Code)?.Terminals.FirstOrDefault(terminal => terminal.Audience == dock.Code)?.ReceiptKey;
    }
}

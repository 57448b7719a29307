using System.Text;
using EdgeService.Building.Catalogs;
using EdgeService.Core.Perks;

namespace EdgeService.Catalog;

/// <summary>Reads the bytes of a catalog file.</summary>
internal static class CatalogText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static CatalogBuild Decode(byte[] content)
    {
        try
        {
            return CatalogReading.Read(Strict.GetString(content).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException broken)
        {
            return new CatalogBuild(null, [new CatalogFault("$", $"is not UTF-8 at byte {broken.Index}")]);
        }
    }
}

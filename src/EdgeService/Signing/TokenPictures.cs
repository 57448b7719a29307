using System.Text;
using EdgeService.Core.Tokens;
using Microsoft.Extensions.Caching.Memory;
using QRCoder;

namespace EdgeService.Signing;

/// <summary>
/// Draws a token as a QR code at level M. Laying one out takes a hundred times as long as signing the token, so it is done only when asked for, and
/// repeats are answered from memory.
/// </summary>
public sealed class TokenPictures : IDisposable
{
    private const int PixelsPerModule = 6;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);
    private readonly MemoryCache _drawn;

    /// <param name="cacheBytes">Memory for pictures drawn before, in bytes.</param>
    public TokenPictures(long cacheBytes) => _drawn = new(new MemoryCacheOptions { SizeLimit = cacheBytes });

    /// <summary>A PNG, 6 pixels a module with a margin of 4 modules.</summary>
    public byte[] Png(string token) => Drawn(token, "png", static layout =>
    {
        using var code = new PngByteQRCode(layout);
        return code.GetGraphic(PixelsPerModule);
    });

    /// <summary>An SVG in UTF-8, 6 units a module with a margin of 4 modules.</summary>
    public byte[] Svg(string token) => Drawn(token, "svg", static layout =>
    {
        using var code = new SvgQRCode(layout);
        return Encoding.UTF8.GetBytes(code.GetGraphic(PixelsPerModule));
    });

    public void Dispose() => _drawn.Dispose();

    private byte[] Drawn(string token, string form, Func<QRCodeData, byte[]> draw)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(token.Length, TokenFormat.MaxCharacters, nameof(token));
        if (_drawn.TryGetValue((token, form), out byte[]? before)) return before!;
        using var layout = QRCodeGenerator.GenerateQrCode(token, QRCodeGenerator.ECCLevel.M);
        var picture = draw(layout);
        return _drawn.Set((token, form), picture, new MemoryCacheEntryOptions { Size = picture.Length, AbsoluteExpirationRelativeToNow = Kept });
    }
}

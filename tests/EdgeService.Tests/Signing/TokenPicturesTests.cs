using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.TestNeeds;
using QRCoder;

namespace EdgeService.Tests.Signing;

public sealed class TokenPicturesTests : IDisposable
{
    private readonly KeyFolder _folder = new();
    private readonly TokenPictures _pictures = new(1 << 20);

    public void Dispose()
    {
        _folder.Dispose();
        _pictures.Dispose();
    }

    [FactNeeds("zbarimg")]
    public void Scanner_reads_the_png_to_the_exact_text()
    {
        foreach (var text in new[] { Token(KeyFolder.Claims()), Token(Largest()) })
        {
            var file = Path.Combine(_folder.Path, "token.png");
            File.WriteAllBytes(file, _pictures.Png(text));
            Assert.Equal(text, Scan(file));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Token_fits_qr_version_9_at_level_m(bool largest)
    {
        var text = Token(largest ? Largest() : KeyFolder.Claims());
        using var layout = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        Assert.True(layout.Version <= 9, $"{text.Length} characters took version {layout.Version}");
    }

    [Fact]
    public void Svg_is_well_formed() =>
        Assert.Equal("svg", XDocument.Parse(Encoding.UTF8.GetString(_pictures.Svg(Token(KeyFolder.Claims())))).Root!.Name.LocalName);

    [Fact]
    public void Repeat_is_answered_from_memory()
    {
        var text = Token(KeyFolder.Claims());
        Assert.Same(_pictures.Png(text), _pictures.Png(text));
        Assert.NotSame(_pictures.Png(text), _pictures.Svg(text));
    }

    [Fact]
    public void Text_longer_than_any_token_is_not_drawn() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pictures.Png(new string('A', TokenFormat.MaxCharacters + 1)));

    private static TokenClaims Largest() => KeyFolder.Claims() with
    {
        Audience = AudienceCode.Parse("LOUNGE-A-9"),
        PerkCode = ushort.MaxValue,
        Units = uint.MaxValue,
        StatusIndex = uint.MaxValue,
    };

    private string Token(TokenClaims claims)
    {
        using var keys = _folder.Keys();
        return KeyFolder.Signer(keys, KeyFolder.Now).Sign(claims, KeyFolder.Venue)!;
    }

    private static string Scan(string file)
    {
        using var scanner = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = scanner.StandardOutput.ReadToEnd();
        scanner.WaitForExit();
        return text.TrimEnd('\n');
    }
}

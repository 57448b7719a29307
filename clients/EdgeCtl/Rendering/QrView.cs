using System.Text;
using QRCoder;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>
/// Draws a QR code, error correction level M, in half blocks: one character holds two modules, one above the other. With
/// colours it is black on white everywhere; without, light modules are drawn, which fits a dark terminal.
/// </summary>
internal static class QrView
{
    private const char UpperHalf = '▀';

    public static void Show(IAnsiConsole screen, string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var colours = screen.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        for (var row = 0; row < modules.Count; row += 2)
        {
            var upper = modules[row];
            var lower = row + 1 < modules.Count ? modules[row + 1] : null;
            var pairs = Enumerable.Range(0, upper.Count).Select(column => (Upper: upper[column], Lower: lower?[column] ?? false));
            if (colours)
            {
                screen.Write(Coloured(pairs));
                screen.WriteLine();
            }
            else
            {
                screen.Verbatim(Plain(pairs));
            }
        }
    }

    private static Paragraph Coloured(IEnumerable<(bool Upper, bool Lower)> pairs)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        foreach (var (upper, lower) in pairs)
        {
            line.Append(UpperHalf.ToString(), new Style(ColourOf(upper), ColourOf(lower)));
        }

        return line;
    }

    private static Color ColourOf(bool dark) => dark ? Color.Black : Color.White;

    private static string Plain(IEnumerable<(bool Upper, bool Lower)> pairs)
    {
        var line = new StringBuilder();
        foreach (var pair in pairs)
        {
            line.Append(pair switch
            {
                (false, false) => '█',
                (false, true) => UpperHalf,
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }

        return line.ToString();
    }
}

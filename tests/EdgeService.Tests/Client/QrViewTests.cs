using EdgeCtl.Rendering;
using QRCoder;

namespace EdgeService.Tests.Client;

public class QrViewTests
{
    [Theory]
    [InlineData("PE1ABC")]
    [InlineData("PE12KCE3IQBEYCERJNQNUFYHSRP3WQFQO5EANTEESKLIUWTCBA2NMBCXAAHKDDGPS4IIR5527R4WFV3ZOKM3RKDUAABAAAIIASQQS5IQ4FWV56V4ZSWWWNFSC5UJQAQ")]
    public void Drawn_code_holds_every_module_of_its_layout(string text)
    {
        var output = new StringWriter();
        QrView.Show(Screens.On(output, plain: true), text);

        using var generator = new QRCodeGenerator();
        using var layout = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var drawn = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Rows).ToArray();
        for (var row = 0; row < layout.ModuleMatrix.Count; row++)
        {
            Assert.Equal(layout.ModuleMatrix[row].Cast<bool>(), drawn[row]);
        }
    }

    private static IEnumerable<bool[]> Rows(string line) =>
        [[.. line.Select(half => half is ' ' or '▄')], [.. line.Select(half => half is ' ' or '▀')]];
}

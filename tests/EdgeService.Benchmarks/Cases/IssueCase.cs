using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Signing;
using QRCoder;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What making a token of a decision costs beside a bare ES256 signature: sealing the member, claims, signature, text. What presence, decision and remembering add,
/// all but the wire, is shown beside it. And what an issue costs with a picture beside QRCoder alone, and asked again.
/// </summary>
internal static class IssueCase
{
    private const double TokenBar = 0.8;
    private const double PictureBar = 0.9;
    private const double RepeatBar = 10;
    private const int PixelsPerModule = 6;
    private const int WarmUps = 6;
    private const int CallsADivision = 40;
    private const int CallsAPicture = 1000;

    public static BenchmarkCase Case { get; } = new("issue", "a token beside a bare ES256 signature, and with its picture beside QRCoder alone", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var desk = await TokenDesk.StartAsync();
        using var raw = new RawSignatures();
        var (tokens, pictures) = (settings.Calls / CallsADivision, settings.Calls / CallsAPicture);
        report.Note($"{tokens:#,##0} tokens and {pictures:#,##0} pictures a side and round, in turns; processor time of the process");
        List<IssueRound> rounds = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            var measured = await RoundAsync(desk, raw, tokens, pictures);
            if (round <= 0)
                continue;
            rounds.Add(measured);
            report.Note(measured.Line(round));
        }

        return
        [
            new BarResult("token", [.. rounds.Select(round => round.Sign / round.Token)], TokenBar, BarSense.AtLeast, Principal: true),
            new BarResult("picture", [.. rounds.Select(round => round.Draw / round.WithPicture)], PictureBar, BarSense.AtLeast),
            new BarResult("repeat", [.. rounds.Select(round => round.WithPicture / round.Repeat)], RepeatBar, BarSense.AtLeast),
        ];
    }

    private static async Task<IssueRound> RoundAsync(TokenDesk desk, RawSignatures raw, int tokens, int pictures)
    {
        var question = desk.Ask();
        var claims = desk.Claims();
        var bare = await CpuTurns.MeasureAsync(
            tokens, CpuTurns.Of(raw.Sign), CpuTurns.Of(() => desk.Sign(claims)), CpuTurns.Of(() => desk.Issue(question, Guid.NewGuid())));
        var repeated = Guid.NewGuid();
        desk.Pictures.Png(desk.Issue(question, repeated));
        var others = new Queue<string>(Enumerable.Range(0, pictures).Select(_ => desk.Issue(question, Guid.NewGuid())));
        var drawn = await CpuTurns.MeasureAsync(
            pictures,
            CpuTurns.Of(() => Draw(others.Dequeue())),
            CpuTurns.Of(() => desk.Pictures.Png(desk.Issue(question, Guid.NewGuid()))));
        var again = await CpuTurns.MeasureAsync(tokens, CpuTurns.Of(() => desk.Pictures.Png(desk.Issue(question, repeated))));
        return new IssueRound(bare[0], bare[1], bare[2], drawn[0], drawn[1], again[0]);
    }

    private static void Draw(string text)
    {
        using var layout = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(layout);
        code.GetGraphic(PixelsPerModule);
    }

    /// <summary>Microseconds of processor time each.</summary>
    private readonly record struct IssueRound(double Sign, double Token, double Issue, double Draw, double WithPicture, double Repeat)
    {
        public string Line(int number) => string.Create(
            CultureInfo.InvariantCulture,
            $"  round {number}: signature {Sign:0.0} us, token {Token:0.0} us, whole issue {Issue:0.0} us; QRCoder {Draw:0} us, token with picture {WithPicture:0} us, asked again {Repeat:0.0} us");
    }
}

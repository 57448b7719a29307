using System.Security.Cryptography;
using System.Text;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;
using Perks.Member.V1;
using QRCoder;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Kiosk;

/// <summary>A whole service with the built page, a browser for each terminal that a test asks for, and members with their apps.</summary>
public sealed class KioskStage : IAsyncLifetime, IDisposable
{
    private const int Width = 640;
    private const int Height = 480;
    private readonly Dictionary<string, Browser> _browsers = [];
    private readonly TemporaryFolder _files = new();

    /// <summary>Kept after the run, to be looked at.</summary>
    public static string Pictures { get; } = Path.Combine(TestNeeds.FactNeedsAttribute.Repository, ".artifacts", "kiosk-pictures");

    public EdgeHost Host { get; private set; } = null!;

    public string Url(string language) => new Uri(Host.Doors.Web!, $"/kiosk/?lang={language}").ToString();

    public async Task InitializeAsync()
    {
        if (KioskFactAttribute.ReasonToSkip() is not null)
            return;
        Directory.CreateDirectory(Pictures);
        Host = await EdgeHost.StartAsync($"--Edge:Pages:KioskFolder={KioskFactAttribute.Page}");
    }

    public async Task DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
            await browser.DisposeAsync();
        if (Host is not null)
            await Host.DisposeAsync();
    }

    public void Dispose() => _files.Dispose();

    public async Task<Browser> AsAsync(string name) =>
        _browsers.TryGetValue(name, out var open) ? open : _browsers[name] = await Browser.OpenAsync(Path.Combine(Host.Home, "pki"), name);

    public Task<Browser> WithCameraOnAsync(string name, string text) => Browser.OpenAsync(Path.Combine(Host.Home, "pki"), name, Film(text));

    /// <summary>What the member's app shows now.</summary>
    public string AppCode(string member)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(Host.Home, "secret", "app-code.key")), tagSizeInBytes: 16);
        return Core.Members.AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(Core.Members.AppCode.NonceSize), key);
    }

    /// <summary>A token from the member's app for the lounge's gates.</summary>
    public async Task<string> LoungeTokenAsync(string member)
    {
        var reply = await new MembershipService.MembershipServiceClient(Host.As("member-app")).IssueTokenAsync(new()
        {
            RequestId = Guid.NewGuid().ToString(),
            MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = AppCode(member) },
            PerkId = "station.lounge",
            Audience = "LOUNGE-A",
        });
        return reply.Token.Text;
    }

    /// <summary>A film of one frame that shows a QR code, as Chromium's fake camera plays it: YUV4MPEG2, 4:2:0.</summary>
    private string Film(string text)
    {
        using var code = new QRCodeGenerator().CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        var scale = (Height - 40) / size;
        var (left, top) = ((Width - size * scale) / 2, (Height - size * scale) / 2);
        var frame = Enumerable.Repeat((byte)235, Width * Height).Concat(Enumerable.Repeat((byte)128, Width * Height / 2)).ToArray();
        for (var y = 0; y < size * scale; y++)
        {
            for (var x = 0; x < size * scale; x++)
            {
                if (code.ModuleMatrix[y / scale][x / scale])
                    frame[(top + y) * Width + left + x] = 16;
            }
        }

        var path = _files.At($"{Guid.NewGuid():N}.y4m");
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F10:1 Ip A1:1 C420mpeg2\nFRAME\n"), .. frame]);
        return path;
    }
}

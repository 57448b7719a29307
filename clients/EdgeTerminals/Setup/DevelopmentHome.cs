using System.Security.Cryptography;
using EdgeService.Client;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeTerminals.Setup;

/// <summary>The home folder of a service in Development: certificates, the key of the member's app, the dock's key, the catalog.</summary>
internal sealed class DevelopmentHome(string folder)
{
    private const int TagSize = 16;
    private const int StepsPerSecond = 20;
    private static readonly DateTimeOffset SequenceEpoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly byte[] _appKey = Read(Path.Combine(folder, "secret", "app-code.key"));

    public string Catalog => Path.Combine(folder, "catalog.json");

    /// <summary>What the member's app shows now.</summary>
    public MemberRef Showing(string memberId)
    {
        using var cipher = new AesGcm(_appKey, TagSize);
        var code = AppCode.Seal(memberId, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(AppCode.NonceSize), cipher);
        return new MemberRef { Kind = MemberRefKind.AppCode, Value = code };
    }

    /// <summary>A connection with one of the certificates under <c>pki</c>, such as <c>member-app</c>.</summary>
    public EdgeConnection As(string name, Uri address) => new()
    {
        Address = address,
        AuthorityPemPath = Path.Combine(folder, "pki", "ca.pem"),
        ClientPemPath = Path.Combine(folder, "pki", name + ".pem"),
        ClientKeyPath = Path.Combine(folder, "pki", name + ".key"),
    };

    /// <summary>What the development dock signs when a thing is put back into a slot. Numbers rise with time, as those of the `edge` command do, which signs for the same dock.</summary>
    public string SignReceipt(string item, int slot)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "pki", "bike-dock.receipt.key")));
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var sequence = (uint)((now - SequenceEpoch).TotalSeconds * StepsPerSecond);
        return ReceiptSigning.Sign(new DockReceipt(AudienceCode.Parse("BIKE-1"), item, (uint)slot, sequence, now), key);
    }

    private static byte[] Read(string path) => File.Exists(path)
        ? File.ReadAllBytes(path)
        : throw new SetupException($"{path} is missing. Start the service in Development once, it makes it: dotnet run --project src/EdgeService; or name its folder with --home.");
}

/// <summary>The program cannot begin; the message says what to do.</summary>
internal sealed class SetupException(string message) : Exception(message);

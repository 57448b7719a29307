using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Access;

/// <summary>A whole service on the matrix's catalog, members who may have everything, and callers with real certificates at its TLS door.</summary>
public sealed class MatrixStage : IAsyncDisposable
{
    public const string AnyMember = "matrix-0";
    public const string App = "urn:perks:member-app:matrix";
    public const string Operator = "urn:perks:operator:matrix";
    public const string Replica = "urn:perks:replica:matrix";
    public const string Nobody = "https://example.org/nobody";

    /// <summary>Says to be an operator, and only the authority of terminals has signed it.</summary>
    public const string Impostor = "urn:perks:operator:impostor";

    private const int Members = 3000;

    private readonly Dictionary<string, CallInvoker> _callers = [];
    private readonly TemporaryFolder _files = new();
    private int _member;
    private uint _receipts;

    public MatrixCatalog Catalog { get; } = new();

    public EdgeHost Host { get; private set; } = null!;

    public static async Task<MatrixStage> OpenAsync()
    {
        var stage = new MatrixStage();
        var file = stage._files.At("catalog.json");
        await File.WriteAllTextAsync(file, stage.Catalog.Text);
        stage.Host = await EdgeHost.StartAsync($"--Edge:Catalog:File={file}", $"--Edge:Ledger:BackupFolder={stage._files.At("backups")}", "--Edge:Catalog:ScanSeconds=3600");
        await stage.EnrolAsync();
        return stage;
    }

    /// <summary>A connection of its own for each identity, with a certificate that the Development authority of its role signed.</summary>
    public CallInvoker As(string urn)
    {
        lock (_callers)
        {
            if (_callers.TryGetValue(urn, out var known))
                return known;
            using var authority = Host.Authority(AuthorityOf(urn));
            return _callers[urn] = Host.As(TrialCertificates.Signed(authority, [urn])).CreateCallInvoker();
        }
    }

    public string NewMember() => $"matrix-{1 + (Interlocked.Increment(ref _member) % (Members - 1))}";

    /// <summary>Something of the partner is out, at one of its terminals: with a member and an item of its own.</summary>
    public async Task<Target> GrantAsync(Side side, Spot at, string? member = null)
    {
        var target = new Target { Member = member ?? NewMember(), Perk = side.Perk, Partner = side.Id, Item = side.Lends ? $"item-{Guid.NewGuid():N}"[..20] : "" };
        var grants = new GrantService.GrantServiceClient(As(at.Urn));
        var begun = await grants.BeginGrantAsync(new BeginGrantRequest { RequestId = Terminal.NewId(), Inquiry = MatrixMessages.Inquiry(target) });
        Assert.True(begun.Outcome == GrantOutcome.Granted, $"{side.Perk} at {at.Urn}: {begun.Outcome} {begun.Decision?.RefusalCode}");
        if (begun.Grant.Custody == Custody.Opening)
            await grants.ConfirmHandoverAsync(new ConfirmHandoverRequest { RequestId = Terminal.NewId(), GrantId = begun.Grant.GrantId });
        return target with { GrantId = begun.Grant.GrantId };
    }

    /// <summary>What the partner's dock would show when the item came back.</summary>
    public Target WithReceipt(Side side, Target target)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var receipt = new DockReceipt(AudienceCode.Parse(side.Main.Audience), target.Item, 1, Interlocked.Increment(ref _receipts), at);
        return target with { Receipt = EdgeService.Client.ReceiptSigning.Sign(receipt, Catalog.KeyOf(side)) };
    }

    /// <summary>A token for a gate, signed by the service's own key: as one that was issued before a contract ended.</summary>
    public string TokenFor(Spot gate, string perk, string member, int seconds = 50)
    {
        var (seals, members) = (Host.Service<Seals>(), Host.Service<AppCodeReader>());
        Assert.True(members.TryTagOf(member, out var tag));
        var known = Host.Service<EdgeService.Catalog.CurrentCatalog>().Catalog.FindPerk(perk)!;
        var id = seals.TokenIdOf("matrix", Guid.NewGuid(), []);
        var expires = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds);
        var claims = new TokenClaims(AudienceCode.Parse(gate.Audience), expires, id, known.Code, seals.SealMember(KeyOf(tag), id), 1, known.OfflineClass, null);
        return Host.Service<EdgeSigner>().Sign(claims, gate.VenueName) ?? throw new InvalidOperationException("No key signs it.");
    }

    /// <summary>A decision about the member, taken at the partner's terminal.</summary>
    public async Task<Target> DecisionAsync(Side side, string member)
    {
        var target = new Target { Member = member, Perk = side.Perk };
        var checkedNow = await new EligibilityService.EligibilityServiceClient(As(side.Main.Urn)).CheckEligibilityAsync(new() { Inquiry = MatrixMessages.Inquiry(target) });
        return target with { Decision = checkedNow.Decision.DecisionId.ToByteArray() };
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Catalog.Dispose();
        _files.Dispose();
    }

    private static string AuthorityOf(string urn) => urn switch
    {
        App => "member-apps-ca",
        Operator => "operators-ca",
        Replica => "replicas-ca",
        _ => "terminals-ca",
    };

    private MemberKey KeyOf(MemberTag tag)
    {
        using var ground = Host.Service<EdgeService.Flow.Grounds>().Take();
        return ground.KeyOf(tag);
    }

    private async Task EnrolAsync()
    {
        var client = new SnapshotService.SnapshotServiceClient(As(Operator));
        var consents = Host.Service<EdgeService.Catalog.CurrentCatalog>().Catalog.Partners
            .SelectMany(partner => Enumerable.Range(1, 8).Select(scene => new ConsentGiven { Scope = new() { Scene = (Perks.Admin.V1.Scene)scene, PartnerId = partner.Id } })).ToList();
        for (var first = 0; first < Members; first += 500)
        {
            var changes = Enumerable.Range(first, 500).Select(number => new Change
            {
                Revision = number + 1,
                MemberId = $"matrix-{number}",
                ChangeTime = DateTimeOffset.UtcNow.ToTimestamp(),
                Enrol = new Enrol { Score = 900, PaymentLineOpen = true, Tier = Perks.Admin.V1.Tier.Platinum, Consents = { consents } },
            });
            await client.ApplyChangesAsync(new ApplyChangesRequest { Changes = { changes } });
        }
    }
}

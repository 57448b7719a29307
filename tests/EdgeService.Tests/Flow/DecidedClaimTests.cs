using EdgeService.Catalog;
using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>Claims of a journal that could not be settled when a person decided them, and could be later.</summary>
public sealed class DecidedClaimTests : IAsyncLifetime
{
    private const string Wheelchair = "hospital.wheelchair";
    private const string Later = "hospital.wheelchair-of-later";
    private readonly EdgeFixture _edge = new();

    public Task InitializeAsync() => _edge.InitializeAsync();

    public Task DisposeAsync() => _edge.DisposeAsync();

    [Theory]
    [InlineData(FaultyClaimResolution.Recorded)]
    [InlineData(FaultyClaimResolution.Dismissed)]
    public async Task Claim_that_a_person_decided_is_not_settled_when_it_is_uploaded_again(FaultyClaimResolution resolution)
    {
        var admin = new LedgerService.LedgerServiceClient(_edge.Host.As("operator"));
        ReportOfflineClaimsRequest[] claims = [Lent(1, "demo-dora", "chair-1"), Lent(2, "demo-alice", "chair-2")];
        var faulty = (await UploadAsync(claims)).Results;
        Assert.Equal([ErrorReason.PerkNotOffered, ErrorReason.PerkNotOffered], faulty.Select(result => result.Fault.Reason));
        await admin.ResolveFaultyClaimAsync(new() { RequestId = Terminal.NewId(), ClaimId = faulty[0].ClaimId, Resolution = resolution, Reason = "seen at the desk" });
        OfferTheOtherPerk();

        var again = (await UploadAsync(claims)).Results;

        Assert.Equal([ClaimOutcome.Faulty, ClaimOutcome.Settled], again.Select(result => result.Outcome));
        Assert.Equal(faulty[0].ClaimId, again[0].ClaimId);
        var decided = (await admin.ListFaultyClaimsAsync(new() { IncludeResolved = true })).Claims;
        Assert.Equal([resolution, FaultyClaimResolution.SettledSince], decided.Select(claim => claim.Resolution));
        Assert.Equal([again[1].Grant.GrantId], (await admin.ListGrantsAsync(new())).Grants.Select(grant => grant.Grant.GrantId));
    }

    /// <summary>From now on the catalog has the perk that the claims are about.</summary>
    private void OfferTheOtherPerk()
    {
        var path = Path.Combine(_edge.Host.Home, "catalog.json");
        var catalog = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path).Replace(Wheelchair, Later, StringComparison.Ordinal))!;
        catalog["revision"] = (int)catalog["revision"]! + 1;
        File.WriteAllText(path, catalog.ToJsonString());
        _edge.Host.Service<CurrentCatalog>().Scan();
    }

    private ReportOfflineClaimsRequest Lent(long sequence, string member, string item) => new()
    {
        Sequence = sequence,
        RequestId = Terminal.NewId(),
        ClaimTime = _edge.Clock.Now.ToTimestamp(),
        Lending = new Inquiry { MemberRef = new() { Kind = MemberRefKind.AppCode, Value = _edge.AppCodeOf(member) }, PerkId = Later, ItemRefs = { item } },
        HandedOver = true,
    };

    private async Task<ReportOfflineClaimsResponse> UploadAsync(ReportOfflineClaimsRequest[] claims)
    {
        var desk = _edge.At("cityhospital:east-wing:desk-1");
        using var call = desk.Grants.ReportOfflineClaims(desk.Options);
        foreach (var claim in claims)
            await call.RequestStream.WriteAsync(claim);
        await call.RequestStream.CompleteAsync();
        return await call;
    }
}

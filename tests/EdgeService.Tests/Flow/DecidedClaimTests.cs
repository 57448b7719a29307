using System.Text.Json.Nodes;
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

    [Fact]
    public async Task Comeback_that_a_person_decided_is_not_applied_to_who_has_the_thing_later()
    {
        var admin = new LedgerService.LedgerServiceClient(_edge.Host.As("operator"));
        var comeback = new ReportOfflineClaimsRequest { Sequence = 1, RequestId = Terminal.NewId(), ClaimTime = (_edge.Clock.Now + TimeSpan.FromMinutes(2)).ToTimestamp(), Comeback = new OfflineReturn { ItemRef = "chair-9" } };
        var faulty = (await UploadAsync([comeback])).Results[0];
        await admin.ResolveFaultyClaimAsync(new() { RequestId = Terminal.NewId(), ClaimId = faulty.ClaimId, Resolution = FaultyClaimResolution.Dismissed, Reason = "counted twice" });
        OfferTheOtherPerk();
        var lent = (await UploadAsync([Lent(2, "demo-dora", "chair-9")])).Results[0];
        _edge.Clock.Now += TimeSpan.FromMinutes(5);

        Assert.Equal((ClaimOutcome.Settled, ClaimOutcome.Faulty), (lent.Outcome, (await UploadAsync([comeback])).Results[0].Outcome));
        Assert.Equal(Perks.Edge.V1.Custody.Active, (await admin.ListGrantsAsync(new())).Grants.Single().Grant.Custody);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(2_900_000)]
    public async Task Claim_that_lies_far_ahead_is_for_a_person_and_shuts_nobody_out(int days)
    {
        var ahead = new DateTimeOffset(9999, 12, 31, 23, 59, 50, TimeSpan.Zero);
        var claim = Lent(1, "demo-dora", "chair-8");
        claim.ClaimTime = (_edge.Clock.Now < ahead - TimeSpan.FromDays(days) ? _edge.Clock.Now + TimeSpan.FromDays(days) : ahead).ToTimestamp();
        OfferTheOtherPerk();

        var faulty = (await UploadAsync([claim])).Results[0];

        Assert.Equal((ClaimOutcome.Faulty, "claim_time"), (faulty.Outcome, Assert.Single(faulty.Fault.Fields).Field));
        Assert.Equal(ClaimOutcome.Settled, (await UploadAsync([Lent(2, "demo-dora", "chair-7")])).Results[0].Outcome);
    }

    /// <summary>From now on the catalog has the perk that the claims are about.</summary>
    private void OfferTheOtherPerk()
    {
        var path = Path.Combine(_edge.Host.Home, "catalog.json");
        var catalog = JsonNode.Parse(File.ReadAllText(path))!;
        var perk = catalog["perks"]!.AsArray().Single(perk => (string?)perk!["id"] == Wheelchair)!.DeepClone();
        (perk["id"], perk["code"]) = (Later, 999);
        catalog["perks"]!.AsArray().Add(perk);
        catalog["partners"]!.AsArray().Single(partner => (string?)partner!["id"] == "cityhospital")!["perks"]!.AsArray().Add(Later);
        catalog["revision"] = (int)catalog["revision"]! + 1;
        File.WriteAllText(path, catalog.ToJsonString());
        Assert.Empty(_edge.Host.Service<CurrentCatalog>().Scan().Faults);
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

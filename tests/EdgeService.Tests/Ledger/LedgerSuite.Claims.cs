using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>Journals of terminals: their place, the claims that wait for a person, and receipts.</summary>
public abstract partial class LedgerSuite
{
    [StoreFact]
    public async Task Position_of_a_journal_is_kept_with_its_claim_and_never_set_back()
    {
        await ClaimAsync(1, 5);
        await ClaimAsync(2, 3);

        Assert.Equal(5, await Ledger.ReadClaimPositionAsync("dock-1", default));
        Assert.Equal(0, await Ledger.ReadClaimPositionAsync("dock-2", default));

        Task<string> ClaimAsync(int request, long position) => Ledger.ReplyAsync(
            Call(Anna, Request(request), Redeem((UInt128)request)) with { Claim = new ClaimMark("dock-1", position) });
    }

    [StoreFact]
    public async Task Faulty_claim_is_kept_once_with_its_place_and_listed_page_by_page()
    {
        for (var i = 1; i <= 5; i++)
        {
            await KeepAsync(Faulty(i) with { PartnerId = i == 2 ? "citylib" : "citybike", Member = Anna, Token = new TokenId(3), At = Noon, RequestId = new Guid(i, 0, 0, new byte[8]) });
        }

        await KeepAsync(Faulty(3) with { RecordedAt = Noon.AddDays(1), Message = "another time" }, request: 99);

        Assert.Equal([1, 2, 3, 4, 5], await ListFaultyAsync(new FaultyClaimFilter()));
        Assert.Equal([2], await ListFaultyAsync(new FaultyClaimFilter { PartnerId = "citylib" }));
        Assert.Equal([1, 2, 3, 4, 5], await ListFaultyAsync(new FaultyClaimFilter { Terminal = "urn:dock-1", OpenOnly = true }));
        Assert.Empty(await ListFaultyAsync(new FaultyClaimFilter { Terminal = "urn:dock-2" }));
        var third = (await Ledger.ListFaultyClaimsAsync(new FaultyClaimFilter(), null, 10, default)).Claims[2];
        Assert.Equal(Faulty(3) with { Member = Anna, Token = new TokenId(3), At = Noon, RequestId = new Guid(3, 0, 0, new byte[8]), Items = third.Items }, third);
        Assert.Equal("bike-1 bike-2", string.Join(" ", third.Items));
        Assert.Equal(5, await Ledger.ReadClaimPositionAsync("urn:dock-1", default));
    }

    [StoreFact]
    public async Task Faulty_claim_is_decided_once_by_a_person_or_settled_since_and_then_erased()
    {
        await SetTimeAsync(Noon);
        await Task.WhenAll(KeepAsync(Faulty(1)), KeepAsync(Faulty(2)), KeepAsync(Faulty(3)));
        var dismissed = new FaultyClaimDecision(FaultyClaimResolution.Dismissed, Noon.AddMinutes(1), Actor.Operator("eva"), "nothing of it");
        Assert.Equal("Decided", await DecideAsync(1, dismissed, 10));
        Assert.Equal("Decided", await DecideAsync(1, dismissed, 10));
        Assert.Equal("DecidedBefore", await DecideAsync(1, dismissed with { Resolution = FaultyClaimResolution.Recorded }, 11));
        Assert.Equal("Unknown", await DecideAsync(77, dismissed, 12));
        await Ledger.ReplyAsync(Call(Anna, Request(14), Redeem(8)) with { Claim = new ClaimMark("urn:dock-1", 3), Faulty = new FaultyClaimKey(99, null) });
        await Ledger.ReplyAsync(Call(Anna, Request(13), Redeem(7)) with { Claim = new ClaimMark("urn:dock-1", 2), Faulty = new FaultyClaimKey(2, null) });

        var all = (await Ledger.ListFaultyClaimsAsync(new FaultyClaimFilter(), null, 10, default)).Claims;
        Assert.Equal([FaultyClaimResolution.Dismissed, FaultyClaimResolution.SettledSince, null], all.Select(claim => claim.Decision?.Resolution));
        Assert.Equal(dismissed, all[0].Decision);
        Assert.Equal([3], await ListFaultyAsync(new FaultyClaimFilter { OpenOnly = true }));
        await SetTimeAsync(Noon.AddDays(51));
        await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default);
        Assert.Equal([3], await ListFaultyAsync(new FaultyClaimFilter()));
    }

    [StoreFact]
    public async Task Faulty_claim_decided_at_once_by_eight_is_decided_by_one()
    {
        await KeepAsync(Faulty(1));
        var replies = await AtOnceAsync(8, i => DecideAsync(1, new FaultyClaimDecision(FaultyClaimResolution.Dismissed, Noon, Actor.Operator($"o{i}"), "no"), 20 + i));
        Assert.Single(replies, "Decided");
        Assert.Equal(7, replies.Count(reply => reply == "DecidedBefore"));
    }

    [StoreFact]
    public async Task Receipt_is_seen_between_its_neighbours_and_the_first_of_a_number_stays()
    {
        foreach (var (request, sequence) in new[] { (1, 10u), (2, 30u), (3, 20u) })
        {
            await SeeAsync(request, Receipt(sequence, sequence));
        }

        await SeeAsync(4, Receipt(20, 99));

        Assert.Equal(new ReceiptNeighbours(Receipt(20, 20), Receipt(10, 10), Receipt(30, 30)), await SeeAsync(5, Receipt(20, 77), keep: false));
        Assert.Equal(new ReceiptNeighbours(null, Receipt(30, 30), null), await SeeAsync(6, Receipt(31, 31), keep: false));
        Assert.Equal(default, await SeeAsync(7, Receipt(20, 20) with { Terminal = "dock-2" }, keep: false));

        static ReceiptSighting Receipt(uint sequence, uint digest) => new("dock-1", sequence, Noon.AddSeconds(sequence), digest);
    }

    private static FaultyClaim Faulty(int number) => new()
    {
        Id = (UInt128)number,
        Terminal = "urn:dock-1",
        PartnerId = "citybike",
        Sequence = number,
        RecordedAt = Noon.AddSeconds(number),
        Act = JournalledAct.Comeback,
        Items = ["bike-1", "bike-2"],
        Fault = 9,
        Message = "no such grant",
    };

    private Task<string> KeepAsync(FaultyClaim claim, int? request = null) => Ledger.ReplyAsync(Call(default, Request(request ?? (int)claim.Id, method: "Keep"), Redeem(1)) with
    {
        Faulty = new FaultyClaimKey(claim.Id, claim.Terminal),
        Claim = new ClaimMark(claim.Terminal, claim.Sequence),
        Decide = scene => Verdict(FaultyClaims.Keep(scene.Faulty, claim)),
    });

    private Task<string> DecideAsync(int claim, FaultyClaimDecision decision, int request) => Ledger.ReplyAsync(Call(default, Request(request), Redeem(1)) with
    {
        Faulty = new FaultyClaimKey((UInt128)claim, null),
        Decide = scene => Verdict(FaultyClaims.Decide(scene.Faulty, decision)),
    });

    private static LedgerVerdict Verdict(FaultyClaimStep step) =>
        LedgerVerdict.Unchanged(Encoding.ASCII.GetBytes(step.Outcome.ToString())) with { Faulty = step.Changes ? step.Claim : null };

    private async Task<List<int>> ListFaultyAsync(FaultyClaimFilter filter)
    {
        var (numbers, after) = (new List<int>(), default(FaultyClaimCursor?));
        do
        {
            var page = await Ledger.ListFaultyClaimsAsync(filter, after, 2, default);
            numbers.AddRange(page.Claims.Select(claim => (int)claim.Sequence));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }

    /// <summary>What a decision sees around a receipt, which it keeps or not.</summary>
    private async Task<ReceiptNeighbours> SeeAsync(int request, ReceiptSighting receipt, bool keep = true)
    {
        var seen = default(ReceiptNeighbours);
        await Ledger.ReplyAsync(Call(Anna, Request(request), Redeem(7)) with
        {
            Receipt = receipt,
            Decide = scene =>
            {
                seen = scene.Receipts;
                return LedgerVerdict.Unchanged([]) with { Seen = keep ? receipt : null };
            },
        });
        return seen;
    }
}

using EdgeService.Tests.Operators;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeService.Tests.Flow;

/// <summary>Cards and documents at the terminals: one person is one member, whatever was scanned.</summary>
public sealed class CardTests : IAsyncLifetime
{
    private const string Desk = "cityhospital:east-wing:desk-1";
    private const string Wheelchair = "hospital.wheelchair";

    private OperatedEdge _edge = null!;
    private Terminal _desk = null!;
    private Terminal _kiosk = null!;

    public async Task InitializeAsync()
    {
        _edge = await OperatedEdge.StartAsync();
        (_desk, _kiosk) = (new(_edge.Host, Desk), new(_edge.Host, Terminal.Kiosk));
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData(MemberRefKind.PartnerCard, "CARD-ALICE", Outcome.Eligible)]
    [InlineData(MemberRefKind.PartnerCard, "card alice", Outcome.Eligible)]
    [InlineData(MemberRefKind.IdentityDocument, "ID-ALICE", Outcome.Eligible)]
    [InlineData(MemberRefKind.PartnerCard, "ID-ALICE", Outcome.Ineligible)]
    [InlineData(MemberRefKind.PartnerCard, "CARD-BO", Outcome.Ineligible)]
    [InlineData(MemberRefKind.PartnerCard, "CARD-FAY", Outcome.Ineligible)]
    public async Task Card_or_document_is_decided_by_its_members_standing(MemberRefKind kind, string number, Outcome outcome) =>
        Assert.Equal(outcome, (await _kiosk.CheckAsync(Ask(kind, number, "library.cardless"))).Outcome);

    [Fact]
    public async Task Card_that_leads_to_nobody_is_answered_like_a_member_who_is_not_enrolled()
    {
        Decision[] refusals =
        [
            await _kiosk.CheckAsync(Terminal.Ask("nobody-we-know", "library.cardless")),
            await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "NOBODYS-CARD", "library.cardless")),
            await _kiosk.CheckAsync(Ask(MemberRefKind.IdentityDocument, "NOBODYS", "library.cardless")),
            await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "CARD-HANA", "library.cardless")),
            await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "CARD-BO", "library.cardless")),
        ];
        foreach (var refusal in refusals)
        {
            Assert.Equal((Outcome.Ineligible, RefusalCode.NotAvailable), (refusal.Outcome, refusal.RefusalCode));
            Assert.Equal(refusals[0].CalculateSize(), refusal.CalculateSize());
            (refusal.DecisionId, refusal.Basis) = (refusals[0].DecisionId, refusals[0].Basis);
            Assert.Equal(refusals[0], refusal);
        }
    }

    [Fact]
    public async Task Limit_cannot_be_escaped_by_changing_the_card()
    {
        var begun = await _desk.BeginAsync(Ask(MemberRefKind.PartnerCard, "CARD-ALICE", Wheelchair, "chair-1"));
        Assert.Equal(GrantOutcome.Granted, begun.Outcome);
        foreach (var inquiry in Everything("alice", Wheelchair))
        {
            var decision = await _desk.CheckAsync(inquiry);
            Assert.Equal((Outcome.Ineligible, RefusalCode.LimitHere), (decision.Outcome, decision.RefusalCode));
            inquiry.ItemRefs.Add("chair-2");
            Assert.Equal(GrantOutcome.Refused, (await _desk.BeginAsync(inquiry)).Outcome);
        }
    }

    [Fact]
    public async Task Pseudonym_and_the_members_own_list_are_one_whatever_was_scanned()
    {
        HashSet<string> pseudonyms = [];
        foreach (var inquiry in Everything("chen", Wheelchair))
        {
            inquiry.ItemRefs.Add("chair-3");
            var begun = await _desk.BeginAsync(inquiry);
            Assert.Equal(GrantOutcome.Granted, begun.Outcome);
            pseudonyms.Add(begun.MemberPseudonym);
            await _desk.ConfirmAsync(begun.Grant.GrantId);
            await _desk.ReturnAsync("chair-3");
        }

        var app = new MembershipService.MembershipServiceClient(_edge.Host.As("member-app"));
        var listed = await app.ListGrantsAsync(new Perks.Member.V1.ListGrantsRequest { MemberRef = Terminal.Member("demo-chen") });
        Assert.Single(pseudonyms);
        Assert.Equal(4, listed.Grants.Count);
    }

    [Fact]
    public async Task Listing_is_met_by_every_kind()
    {
        await _edge.ApplyAsync(Of("demo-erik", 1, change => change.CourtListed = true));
        foreach (var inquiry in Everything("erik", "library.cardless"))
            Assert.Equal(RefusalCode.NotAvailable, (await _kiosk.CheckAsync(inquiry)).RefusalCode);
    }

    [Theory]
    [InlineData("library.card-free", MemberRefKind.PartnerCard, "CARD-ALICE", "member_ref.kind")]
    [InlineData("library.cardless", MemberRefKind.PartnerCard, "CARD*ALICE", "member_ref.value")]
    [InlineData("library.cardless", MemberRefKind.IdentityDocument, " - ", "member_ref.value")]
    public async Task Kind_that_the_perk_does_not_accept_or_text_that_is_no_number_is_an_argument_fault(
        string perk, MemberRefKind kind, string number, string field)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => _kiosk.CheckAsync(Ask(kind, number, perk)));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
        Assert.StartsWith("inquiry." + field, fault.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("ALICE", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_of_one_partner_says_nothing_at_another()
    {
        await _edge.ApplyAsync(Of("demo-alice", 1, change => change.GiveAlias = Card("citylib", "4711")));
        Assert.Equal(Outcome.Eligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "4711", "library.cardless"))).Outcome);
        Assert.Equal(RefusalCode.NotAvailable, (await _desk.CheckAsync(Ask(MemberRefKind.PartnerCard, "4711", Wheelchair))).RefusalCode);
    }

    [Fact]
    public async Task Lost_card_leads_to_nobody_from_the_next_check_on_and_the_rest_goes_on()
    {
        var applied = await _edge.ApplyAsync(Of("demo-alice", 1, change => change.WithdrawAlias = Card("citylib", "card-alice")));
        Assert.Equal((1, 0), (applied.AppliedCount, applied.IneffectiveCount));
        Assert.Equal(RefusalCode.NotAvailable, (await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "CARD-ALICE", "library.cardless"))).RefusalCode);
        Assert.Equal(Outcome.Eligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.IdentityDocument, "ID-ALICE", "library.cardless"))).Outcome);
        Assert.Equal(Outcome.Eligible, (await _desk.CheckAsync(Ask(MemberRefKind.PartnerCard, "CARD-ALICE", Wheelchair))).Outcome);

        await _edge.ApplyAsync(Of("demo-alice", 2, change => change.GiveAlias = Card("citylib", "CARD-ALICE-2")));
        Assert.Equal(Outcome.Eligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.PartnerCard, "CARD ALICE 2", "library.cardless"))).Outcome);
    }

    [Fact]
    public async Task Card_of_another_is_not_given_away_before_it_is_withdrawn()
    {
        var document = new Alias { IdentityDocument = "ID-ALICE" };
        var taken = await _edge.ApplyAsync(Of("demo-bo", 1, change => change.GiveAlias = document), Of("demo-bo", 2, change => change.WithdrawAlias = document));
        Assert.Equal((2, 2), (taken.AppliedCount, taken.IneffectiveCount));
        Assert.Equal(Outcome.Eligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.IdentityDocument, "ID-ALICE", "library.cardless"))).Outcome);

        var moved = await _edge.ApplyAsync(Of("demo-alice", 3, change => change.WithdrawAlias = document), Of("demo-bo", 4, change => change.GiveAlias = document));
        Assert.Equal(0, moved.IneffectiveCount);
        Assert.Equal(Outcome.Ineligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.IdentityDocument, "ID-ALICE", "library.cardless"))).Outcome);
        Assert.Equal(Outcome.Eligible, (await _kiosk.CheckAsync(Ask(MemberRefKind.IdentityDocument, "ID-ALICE", "library.card-free"))).Outcome);
    }

    [Fact]
    public async Task Faults_of_a_cards_change_are_named_all_at_once()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => _edge.ApplyAsync(
            Of("demo-bo", 1, change => change.GiveAlias = Card("City", "*")),
            Of("demo-bo", 2, change => change.WithdrawAlias = new Alias { IdentityDocument = "-" }),
            Of("demo-bo", 3, change => change.GiveAlias = new Alias())));
        var named = Fault.Parser.ParseFrom(fault.Trailers.GetValueBytes("perks-error-fields-bin")).Fields.Select(field => field.Field);
        Assert.Equal(
            ["changes[0].give_alias.partner_card.partner_id", "changes[0].give_alias.partner_card.number", "changes[1].withdraw_alias.identity_document", "changes[2].give_alias.alias"],
            named);
    }

    [Fact]
    public async Task Number_is_neither_logged_nor_stored()
    {
        await _edge.ApplyAsync(Of("demo-alice", 1, change => change.GiveAlias = Card("cityhospital", "HUSHED-4711")));
        var begun = await _desk.BeginAsync(Ask(MemberRefKind.PartnerCard, "HUSHED-4711", Wheelchair, "chair-9"));
        Assert.Equal(GrantOutcome.Granted, begun.Outcome);
        await _desk.CheckAsync(Ask(MemberRefKind.PartnerCard, "HUSHED-4711", Wheelchair));
        await _edge.Host.App.StopAsync();
        var files = Directory.GetFiles(_edge.Host.Home, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(path => (Path: path, Text: ReadOf(path))).ToList();
        Assert.Contains(files, file => file.Path.Contains("decisions", StringComparison.Ordinal) && file.Text.Length > 0);
        Assert.All(files, file => Assert.DoesNotContain("HUSHED", file.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static string ReadOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static IEnumerable<Inquiry> Everything(string name, string perk)
    {
        yield return Ask(MemberRefKind.PartnerCard, $"CARD-{name}", perk);
        yield return Ask(MemberRefKind.IdentityDocument, $"ID-{name}", perk);
        yield return Ask(MemberRefKind.IdentityDocument, $"id {name}", perk);
        yield return Terminal.Ask($"demo-{name}", perk);
    }

    private static Inquiry Ask(MemberRefKind kind, string number, string perk, params string[] items) =>
        new() { MemberRef = new() { Kind = kind, Value = number }, PerkId = perk, ItemRefs = { items } };

    private static Alias Card(string partner, string number) => new() { PartnerCard = new() { PartnerId = partner, Number = number } };

    private Change Of(string memberId, long revision, Action<Change> with)
    {
        var change = _edge.Change(revision, with);
        change.MemberId = memberId;
        return change;
    }
}

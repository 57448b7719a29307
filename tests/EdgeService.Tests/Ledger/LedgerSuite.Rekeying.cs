using System.Globalization;
using System.Text;
using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Ledger;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>A ledger brought under another member secret answers as before, to other keys; or is as it was.</summary>
public abstract partial class LedgerSuite
{
    private const int People = 9;
    private static readonly LedgerSecret First = new(1, 0x1111_2222_3333_4444);
    private static readonly LedgerSecret Second = new(2, 0xFFFF_EEEE_DDDD_CCCC);

    /// <summary>Closes the ledger, has the store held by a re-keying alone meanwhile, and opens the ledger again.</summary>
    private protected abstract Task<RekeyingReport> RekeyAsync(LedgerRekeying rekeying);

    /// <summary>Opens the ledger as an edge that goes by a member secret.</summary>
    protected abstract Task<ILedger> OpenAsync(LedgerSecret secret);

    [StoreFact]
    public async Task Rekeyed_ledger_answers_everything_as_before_to_the_new_keys()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            await LiveAsync(new Random(seed), seed * 1000);
            var generation = seed - 1;
            var before = await TellAsync(member => Key(generation, member));
            var report = await RekeyAsync(Rekeying(generation));
            Assert.Equal((RekeyingResult.Done, 0L), (report.Result, report.Unknown));
            Assert.All(report.Rows, rows => Assert.True(rows.Value > 0, rows.Key));
            Assert.Equal(before, await TellAsync(member => Key(generation + 1, member)));
            await ExpectLimitsAsync(generation + 1);
            await ExpectNobodyUnderAsync(generation);
        }
    }

    [StoreFact]
    public async Task Former_keys_of_every_rekeying_lead_to_the_newest_key()
    {
        await LiveAsync(new Random(1), 1000);
        await RekeyAsync(Rekeying(0));
        await RekeyAsync(Rekeying(1));
        var rows = await Ledger.ReadFormerKeysAsync(default);
        Assert.Equal(2 * People, rows.Count);
        for (var member = 1; member <= People; member++)
        {
            Assert.All(new[] { 0, 1 }, generation =>
            {
                var row = rows.Single(row => row.Former == SealOf(Key(generation, member)));
                Assert.Equal((Key(2, member), Tag(Key(2, member))), (row.Member, row.Tag));
            });
        }
    }

    [StoreFact]
    public async Task Members_that_are_not_given_stop_it_before_anything_is_changed_or_get_random_keys()
    {
        await LiveAsync(new Random(2), 1000);
        var before = await TellAsync(member => Key(0, member));
        var without = Rekeying(0) with { Members = [.. Rekeying(0).Members.Where(member => member.Before != Key(0, 1) && member.Before != Key(0, 2))] };
        var stopped = await RekeyAsync(without);
        Assert.Equal((RekeyingResult.MembersUnknown, 2L), (stopped.Result, stopped.Unknown));
        Assert.Equal(before, await TellAsync(member => Key(0, member)));
        Assert.Empty(await Ledger.ReadFormerKeysAsync(default));

        var done = await RekeyAsync(without with { OthersAtRandom = true });
        Assert.Equal((RekeyingResult.Done, 2L), (done.Result, done.Unknown));
        var formers = await Ledger.ReadFormerKeysAsync(default);
        MemberKey Now(int member) => formers.Single(row => row.Former == SealOf(Key(0, member))).Member;
        Assert.NotEqual(Key(1, 1), Now(1));
        Assert.Equal(Key(1, 3), Now(3));
        Assert.Equal(before, await TellAsync(Now));
        await ExpectNobodyUnderAsync(0);
    }

    [StoreFact]
    public async Task Dry_run_and_a_failure_half_way_leave_everything_as_it_was()
    {
        await LiveAsync(new Random(3), 1000);
        var before = await TellAsync(member => Key(0, member));
        Assert.Equal(RekeyingResult.Done, (await RekeyAsync(Rekeying(0) with { DryRun = true })).Result);
        Assert.Equal(before, await TellAsync(member => Key(0, member)));
        foreach (var stage in new[] { "looking who", "rewriting what", "rewriting members", "rewriting items", "keeping former" })
        {
            await Assert.ThrowsAsync<TimeoutException>(() => RekeyAsync(Rekeying(0) with { Progress = said => StopAt(said, stage) }));
            Assert.Equal(before, await TellAsync(member => Key(0, member)));
        }

        Assert.Empty(await Ledger.ReadFormerKeysAsync(default));
        static void StopAt(string said, string stage)
        {
            if (said.StartsWith(stage, StringComparison.Ordinal))
                throw new TimeoutException(stage);
        }
    }

    [StoreFact]
    public async Task New_key_that_is_an_old_one_or_two_members_is_refused()
    {
        await LiveAsync(new Random(1), 1000);
        var given = Rekeying(0).Members.ToArray();
        Assert.Equal(RekeyingResult.KeysCollide, (await RekeyAsync(Rekeying(0) with { Members = [given[0] with { After = given[1].Before }, .. given[1..]] })).Result);
        Assert.Equal(RekeyingResult.KeysCollide, (await RekeyAsync(Rekeying(0) with { Members = [given[0] with { After = given[1].After }, .. given[1..]] })).Result);
        Assert.Equal(RekeyingResult.Done, (await RekeyAsync(Rekeying(0) with { Members = [.. given, .. given] })).Result);
    }

    [StoreFact]
    public async Task Former_keys_go_when_nothing_of_before_is_left_and_at_once_of_who_has_left()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Key(0, 1), 1, new Begin(Bike("bike-1"), Dock));
        await OpenAsync(Key(0, 2), 2, DisputeSubject.OfStanding);
        await RekeyAsync(Rekeying(0));
        await SetTimeAsync(Noon.AddDays(60));
        Assert.Equal(new FormerKeySweep(0, null), await Ledger.LetGoOfFormerKeysAsync(TimeSpan.FromDays(90), 0, 100, default));
        await Ledger.EraseDisputesAsync(Key(1, 3), long.MaxValue, default);
        Assert.Equal(People - 1, (await Ledger.ReadFormerKeysAsync(default)).Count);

        // Stretch by stretch: a member with a grant or a dispute of before keeps the key, the others let go of it.
        await SetTimeAsync(Noon.AddDays(91));
        var (gone, after) = (0, (UInt128?)0);
        while (after is { } from)
        {
            var swept = await Ledger.LetGoOfFormerKeysAsync(TimeSpan.FromDays(90), from, 3, default);
            (gone, after) = (gone + swept.LetGo, swept.After);
        }

        Assert.Equal(People - 3, gone);
        Assert.Equal(new[] { SealOf(Key(0, 1)), SealOf(Key(0, 2)) }.Order(), (await Ledger.ReadFormerKeysAsync(default)).Select(row => row.Former).Order());
        await DecideAsync(Key(1, 2), 3, 1, upheld: false);
        await Ledger.EraseDisputesAsync(Key(1, 2), long.MaxValue, default);
        Assert.Equal([SealOf(Key(0, 1))], (await Ledger.ReadFormerKeysAsync(default)).Select(row => row.Former));
    }

    [StoreFact]
    public async Task Ledger_under_another_secret_is_not_opened_and_says_which_it_stands_under()
    {
        await Ledger.DisposeAsync();
        await (await OpenAsync(First)).DisposeAsync();
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => OpenAsync(Second));
        Assert.Equal(LedgerFault.OtherSecret, refused.Fault);
        Assert.StartsWith("its members stand under version 1 of the member secret, and this edge goes by version 2. Set Edge:Signing:MemberWith=1", refused.Detail, StringComparison.Ordinal);
        Ledger = await OpenAsync(First);
        await RekeyAsync(Rekeying(0));
        await Ledger.DisposeAsync();
        Assert.Equal(LedgerFault.OtherSecret, (await Assert.ThrowsAsync<LedgerUnavailableException>(() => OpenAsync(First))).Fault);
        Ledger = await OpenAsync(Second);
        Assert.Equal(LedgerFault.None, Ledger.Health.Fault);
    }

    private protected static MemberKey Key(int generation, int member) => new(((ulong)member * 0x9E37_79B9_7F4A_7C15UL) ^ ((ulong)generation * 0xC2B2_AE3D_27D4_EB4FUL));

    private static UInt128 SealOf(MemberKey key) => new(key.Value, 7);

    private protected LedgerRekeying Rekeying(int generation) => new()
    {
        From = First,
        To = Second,
        Members = Enumerable.Range(1, People).Select(member => new RekeyedMember(
            Key(generation, member), Key(generation + 1, member), Tag(Key(generation + 1, member)), SealOf(Key(generation, member)))),
        Seal = SealOf,
        Now = Clock.Now,
    };

    /// <summary>Some hundred things that happen to members in the first generation's keys, or the present one's.</summary>
    private async Task LiveAsync(Random random, int firstRequest)
    {
        var generation = (firstRequest / 1000) - 1;
        await OpenAsync(Key(generation, 4), firstRequest + 900, DisputeSubject.OfStanding);
        for (var i = 0; i < 120; i++)
        {
            var (member, request, item) = (Key(generation, 1 + random.Next(People)), firstRequest + i, $"bike-{random.Next(6)}");
            switch (random.Next(7))
            {
                case 0: await LendAsync(member, request, new Begin(Bike(item), Dock), item); break;
                case 1: await LendAsync(member, request, Redeem((UInt128)request, item), item); break;
                case 2: await ReturnAsync(member, request, random.Next(1, 4)); break;
                case 3: await ClaimSecondAsync(member, request, item); break;
                case 4: await ActAsync(member, request, new WithdrawConsent(Bikes)); break;
                case 5: await OpenAsync(member, request, DisputeSubject.OfDecision(BitConverter.GetBytes(request), "citybike")); break;
                default: await KeepAsync(Faulty(request) with { Member = member }, request); break;
            }
        }

        // At least one conflict that names another member.
        await LendAsync(Key(generation, 5), firstRequest + 800, Redeem((UInt128)(firstRequest + 800), $"tandem-{firstRequest}"), $"tandem-{firstRequest}");
        await ClaimSecondAsync(Key(generation, 6), firstRequest + 801, $"tandem-{firstRequest}");
        Assert.Contains((await Ledger.ReadAsync(Key(generation, 6), default)).Grants, grant => grant.Conflict?.Holder == Key(generation, 5));
    }

    private Task<string> ReturnAsync(MemberKey member, int request, long number) => Ledger.ReplyAsync(member, request, new Return(number, null, [], null, Dock));

    private Task<string> ClaimSecondAsync(MemberKey member, int request, string item) =>
        LendAsync(member, request, new ClaimOffline(Noon.AddMinutes(-1), null, default, Bike(item), WithinLimits: true, HandedOver: true, Dock), item);

    private Task<string> LendAsync(MemberKey member, int request, GrantCommand command, string item) =>
        Ledger.ReplyAsync(Call(member, Request(request), command) with { Items = [new ItemRef("citybike", item)] });

    /// <summary>All that the ledger answers, with members told by their number: the same whatever their keys.</summary>
    private async Task<string> TellAsync(Func<int, MemberKey> keyOf)
    {
        var told = new StringBuilder();
        var numbers = Enumerable.Range(1, People).ToDictionary(keyOf, member => new MemberKey((ulong)member));
        numbers[default] = default;
        MemberKey Number(MemberKey key) => numbers[key];
        void Say(string what) => told.AppendLine(what);
        for (var member = 1; member <= People; member++)
        {
            var (key, record) = (keyOf(member), await Ledger.ReadAsync(keyOf(member), default));
            Say($"{member} {Convert.ToHexString(LedgerEncoding.Write(Rekeyed.Of(record, Number)))}");
            for (var number = 1L; number < record.NextGrant; number++)
            {
                foreach (var entry in await Ledger.ReadEntriesAsync(key, number, default))
                    Say($"{member}/{number} {Convert.ToHexString(LedgerEncoding.Write(Rekeyed.Of(entry, Number)))}");
            }

            foreach (var act in await Ledger.ReadActsOfAsync(key, default))
                Say($"{member} did {act.Act.Revision} {act.Act.Act} {Number(act.Act.Member.Key).ToHex()} {act.Act.Member == Tag(key) || act.Act.Member.Key == key}");
            foreach (var (owner, dispute) in (await Ledger.ListDisputesAsync(new DisputeFilter { Member = key }, null, 100, default)).Disputes)
                Say($"{member} contests {dispute.Number} {dispute.State} {Number(owner).ToHex()} {Number(dispute.Member.Key).ToHex()}");
        }

        foreach (var listed in (await AllGrantsAsync()).Select(listed => $"{Number(listed.Member).ToHex()} has {listed.Grant.Number} {listed.Grant.State}").Order(StringComparer.Ordinal))
            Say(listed); // Of one moment they are listed in the order of keys, which is another one.
        foreach (var item in Enumerable.Range(0, 6).Select(i => $"bike-{i}"))
            Say(await Ledger.FindHolderAsync(new ItemRef("citybike", item), default) is { } held ? $"{item} {Number(held.Member).ToHex()}/{held.Grant}" : item);
        foreach (var claim in (await Ledger.ListFaultyClaimsAsync(new FaultyClaimFilter(), null, 1000, default)).Claims)
            Say($"claim {claim.Sequence} {(claim.Member is { } member ? Number(member).ToHex() : "")}");
        foreach (var exported in (await Ledger.ExportEntriesAsync(default, 1000, default)).Entries)
            Say(string.Create(CultureInfo.InvariantCulture, $"export {Number(exported.Member).ToHex()} {exported.Entry.Kind} {exported.Entry.Version}"));
        for (var request = 0; request < 4000; request += 37)
            Say($"request {request} {(await Ledger.RecallAsync(Request(request), default) as LedgerAnswer.Kept) is { } kept && kept.Reply.Length > 0}");
        return told.ToString();
    }

    /// <summary>Page after page.</summary>
    private async Task<IEnumerable<ListedGrant>> AllGrantsAsync()
    {
        var (all, after) = (new List<ListedGrant>(), default(GrantCursor?));
        do
        {
            var page = await Ledger.ListGrantsAsync(new GrantFilter { Now = Noon }, after, 50, default);
            all.AddRange(page.Grants);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    /// <summary>Checks go by a view of their own, which a start fills.</summary>
    private async Task ExpectLimitsAsync(int generation)
    {
        for (var member = 1; member <= People; member++)
        {
            var record = await Ledger.ReadAsync(Key(generation, member), default);
            Assert.True(Ledger.TryView(Key(generation, member), out var view));
            Assert.Equal(record.UsageOf(1, "citybike", TimeSpan.FromDays(1), null, Noon), view.UsageOf(1, "citybike", TimeSpan.FromDays(1), null, Noon));
        }
    }

    /// <summary>Whoever has the old secret finds nobody.</summary>
    private async Task ExpectNobodyUnderAsync(int generation)
    {
        for (var member = 1; member <= People; member++)
        {
            var old = Key(generation, member);
            Assert.Equal(MemberRecord.Empty, await Ledger.ReadAsync(old, default));
            Assert.Empty((await Ledger.ListGrantsAsync(new GrantFilter { Now = Noon, Member = old }, null, 10, default)).Grants);
            Assert.Empty(await Ledger.ReadActsOfAsync(old, default));
            Assert.Empty((await Ledger.ListDisputesAsync(new DisputeFilter { Member = old }, null, 10, default)).Disputes);
        }
    }
}

using Perks.Edge.V1;
using Perks.Member.V1;
using static EdgeService.Tests.Members.RightsEdge;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Members;

public sealed class AccessTests
{
    [Fact]
    public async Task Member_sees_who_asked_permits_too_and_what_was_answered()
    {
        await using var edge = await StartAsync();
        var refused = await edge.Dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"));
        edge.Clock.Now += TimeSpan.FromMinutes(1);
        await edge.CheckAsync("demo-bo", "umbrella.deposit-free");
        var seen = (await ListAsync(edge, "demo-bo")).Accesses;
        Assert.Equal(["umbrella.deposit-free ELIGIBLE", "bike.deposit-free INELIGIBLE"], seen.Select(access => $"{access.PerkId} {access.Outcome.ToString().ToUpperInvariant()}"));
        Assert.Equal(("citybike", "central-park", RefusalCode.NotAvailable), (seen[1].PartnerId, seen[1].VenueId, seen[1].RefusalCode));
        Assert.Equal(Core.Tokens.DecisionSeal.ClaimCodeOf(refused.DecisionId.Span), seen[1].ClaimCode);
        var why = await edge.App.ExplainDecisionAsync(new ExplainDecisionRequest { MemberRef = edge.CodeOf("demo-bo"), ClaimCode = seen[1].ClaimCode });
        Assert.Equal("SCORE", why.Reasons[0].Code);
        Assert.NotEqual("", seen[0].PartnerName);
        Assert.NotEqual("", seen[0].PerkTitle);
    }

    [Fact]
    public async Task Nobody_sees_what_was_asked_about_another_and_the_own_app_is_not_told_of()
    {
        await using var edge = await StartAsync();
        await edge.CheckAsync("demo-alice");
        await edge.App.IssueTokenAsync(new Perks.Member.V1.IssueTokenRequest
        {
            RequestId = Terminal.NewId(),
            MemberRef = edge.CodeOf("demo-bo"),
            PerkId = "umbrella.deposit-free",
            Audience = "BIKE-1",
        });
        Assert.Empty((await ListAsync(edge, "demo-bo")).Accesses);
        Assert.Single((await ListAsync(edge, "demo-alice")).Accesses);
        Assert.Equal("FailedPrecondition NOT_ENROLLED", await FaultOfAsync(ListAsync(edge, "nobody-here")));
    }

    [Fact]
    public async Task Same_question_in_a_row_is_told_once_with_its_count()
    {
        await using var edge = await StartAsync();
        var first = edge.Clock.Now;
        for (var i = 0; i < 5; i++)
        {
            await edge.CheckAsync("demo-chen", "umbrella.deposit-free");
            edge.Clock.Now += TimeSpan.FromMinutes(1);
        }

        await edge.CheckAsync("demo-chen");
        var seen = (await ListAsync(edge, "demo-chen")).Accesses;
        Assert.Equal([("bike.deposit-free", 1), ("umbrella.deposit-free", 5)], seen.Select(access => (access.PerkId, access.Count)));
        Assert.Equal((first.ToUnixTimeSeconds(), first.AddMinutes(4).ToUnixTimeSeconds()), (seen[1].FirstTime.Seconds, seen[1].LastTime.Seconds));
    }

    [Fact]
    public async Task Pages_show_everything_once_the_latest_first()
    {
        await using var edge = await StartAsync();
        string[] perks = ["bike.deposit-free", "umbrella.deposit-free"];
        for (var i = 0; i < 9; i++)
        {
            await edge.CheckAsync("demo-dora", perks[i % 2]);
            if (i % 3 == 2)
                edge.Clock.Now += TimeSpan.FromMinutes(1);
        }

        List<string> seen = [];
        var page = "";
        do
        {
            var reply = await edge.App.ListAccessesAsync(new ListAccessesRequest { MemberRef = edge.CodeOf("demo-dora"), PageSize = 2, PageToken = page });
            seen.AddRange(reply.Accesses.SelectMany(access => Enumerable.Repeat(access.PerkId, access.Count)));
            page = reply.NextPageToken;
        }
        while (page.Length > 0);
        Assert.Equal((5, 4), (seen.Count(perk => perk == perks[0]), seen.Count(perk => perk == perks[1])));
        Assert.Equal("InvalidArgument CURSOR_INVALID", await FaultOfAsync(edge.App.ListAccessesAsync(new ListAccessesRequest { MemberRef = edge.CodeOf("demo-dora"), PageToken = "x" }).ResponseAsync));
    }

    [Fact]
    public async Task Who_leaves_is_not_enrolled_at_the_next_check_and_forgotten()
    {
        await using var edge = await StartAsync();
        await edge.CheckAsync("demo-erik");
        var begun = await edge.Dock.BeginAsync(Terminal.Ask("demo-erik", "bike.deposit-free", "erik-bike"));
        await edge.Dock.ConfirmAsync(begun.Grant.GrantId);
        var decided = await edge.ContestAsync("demo-erik", request => request.Standing = true);
        await edge.ResolveAsync(decided.DisputeId, Perks.Admin.V1.DisputeState.Rejected);
        var open = await edge.ContestAsync("demo-erik", request => request.Standing = true);
        var request = new EraseMeRequest { RequestId = Terminal.NewId(), MemberRef = edge.CodeOf("demo-erik") };
        Assert.Equal("InvalidArgument FIELD_INVALID", await FaultOfAsync(edge.App.EraseMeAsync(request).ResponseAsync));
        request.Understood = true;
        var erased = await edge.App.EraseMeAsync(request);
        Assert.Equal([(RemainderKind.OpenGrant, 1), (RemainderKind.OpenDispute, 1), (RemainderKind.Act, 1)], erased.Remainders.Select(one => (one.Kind, one.Count)));
        Assert.Equal(Outcome.Ineligible, await edge.CheckAsync("demo-erik", "umbrella.deposit-free"));
        Assert.Equal("FailedPrecondition NOT_ENROLLED", await FaultOfAsync(edge.ConsentAsync("demo-erik")));
        Assert.Equal(erased, await edge.App.EraseMeAsync(request));
        var left = (await edge.App.ListDisputesAsync(new Perks.Member.V1.ListDisputesRequest { MemberRef = edge.CodeOf("demo-erik") })).Disputes;
        Assert.Equal([open.DisputeId], left.Select(dispute => dispute.DisputeId));
        Assert.Equal(Custody.Returned, (await edge.Dock.ReturnAsync("erik-bike")).Custody);
        var book = edge.Host.Service<EdgeService.Accesses.AccessBook>();
        using var lease = edge.Host.Service<EdgeService.Snapshots.CurrentSnapshot>().Acquire();
        Assert.True(edge.Host.Service<EdgeService.Signing.AppCodeReader>().TryTagOf("demo-erik", out var tag));
        Assert.Empty(book.Read(lease.KeyOf(tag), null, 10, edge.Clock.Now).Accesses);
    }

    [Fact]
    public async Task Leaving_that_is_followed_once_more_takes_nothing_from_a_member_who_came_back()
    {
        await using var edge = await RightsEdge.StartAsync();
        await edge.App.EraseMeAsync(new EraseMeRequest { RequestId = Terminal.NewId(), MemberRef = edge.CodeOf("demo-erik"), Understood = true });
        edge.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.True(edge.Host.Service<EdgeService.Signing.AppCodeReader>().TryTagOf("demo-erik", out var tag));
        var snapshot = edge.Host.Service<EdgeService.Snapshots.CurrentSnapshot>();
        using var lease = snapshot.Acquire();
        var (key, log, book) = (lease.KeyOf(tag), edge.Host.Service<EdgeService.Accesses.AccessLog>(), edge.Host.Service<EdgeService.Accesses.AccessBook>());
        log.Note(key, edge.Clock.Now, new byte[64], isEnrolled: true);
        await log.FlushAsync();
        snapshot.CountActsAnew();
        await edge.Host.Service<EdgeService.Flow.ActFollowing>().CatchUpAsync(default);
        Assert.Single(book.Read(key, null, 10, edge.Clock.Now).Accesses);
    }

    private static async Task<ListAccessesResponse> ListAsync(RightsEdge edge, string member) =>
        await edge.App.ListAccessesAsync(new ListAccessesRequest { MemberRef = edge.CodeOf(member) });
}

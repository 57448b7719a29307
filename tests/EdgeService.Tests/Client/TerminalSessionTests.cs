using System.Threading.Channels;
using EdgeService.Client;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

/// <summary>A terminal through an outage of its one edge: what it does, and what it says of itself.</summary>
public sealed class TerminalSessionTests
{
    private const string Charger = "charger.deposit-free";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Languages = ["zh", "en", "sv", "de"];

    [Fact]
    public async Task Outage_is_bridged_said_and_settled()
    {
        await using var edge = await RestartableEdge.StartAsync();
        using var folder = new TemporaryFolder();
        await using var session = Open(edge.Address, folder);
        var (conditions, answers) = (Listen(session), Channel.CreateUnbounded<OfflineClaimResult>());
        session.ClaimsAnswered += (_, answered) => answered.Results.ToList().ForEach(result => answers.Writer.TryWrite(result));
        await ReachAsync(session, conditions, TerminalMode.Online, ConditionReason.None);
        var tokens = new List<string>();
        for (var number = 0; number < 3; number++)
            tokens.Add((await session.Terminal.IssueAsync(Terminal.Ask("demo-chen", Charger))).Token.Text);
        var online = await session.AdmitAsync(tokens[0] + "\r\n", ["charger-s0"]);
        Assert.Equal((AdmissionBasis.Service, true), (online.Basis, online.Grant is not null));
        await session.Terminal.ConfirmAsync(online.Grant!.GrantId);

        await edge.StopAsync();
        var offline = await session.AdmitAsync(tokens[1], ["charger-s1"]);
        Assert.Equal(AdmissionBasis.CutOff, offline.Basis);
        await ReachAsync(session, conditions, TerminalMode.Offline, ConditionReason.OutOfReach);
        foreach (var spent in tokens.Take(2))
            Assert.Equal((false, TokenVerdict.AlreadyRedeemed), ((await session.AdmitAsync(spent)).MayOpen, (await session.AdmitAsync(spent)).Verdict));
        var back = await session.TakeBackAsync("charger-s0");
        Assert.Equal(AdmissionBasis.CutOff, back.Basis);

        await edge.StartAgainAsync();
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(ClaimOutcome.Settled, (await answers.Reader.ReadAsync().AsTask().WaitAsync(Patience)).Outcome);
        await ReachAsync(session, conditions, TerminalMode.Online, ConditionReason.None);
        Assert.Equal(AdmissionBasis.Service, (await session.TakeBackAsync("charger-s1")).Basis);
        Assert.Equal(0, session.Verifier!.Journal.Count);
    }

    [Fact]
    public async Task Damaged_journal_leaves_the_terminal_to_the_service_alone_and_says_so()
    {
        await using var edge = await RestartableEdge.StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("terminal.journal"), new string('x', 4000));
        await using var session = Open(edge.Address, folder);
        var conditions = Listen(session);
        await ReachAsync(session, conditions, TerminalMode.Stale, ConditionReason.JournalUnusable);
        Assert.Contains("terminal.journal", session.Condition.Detail, StringComparison.Ordinal);
        var token = (await session.Terminal.IssueAsync(Terminal.Ask("demo-chen", Charger))).Token.Text;
        Assert.Equal(AdmissionBasis.Service, (await session.AdmitAsync(token)).Basis);
        await edge.StopAsync();
        Assert.False((await session.AdmitAsync(token)).MayOpen);
        await ReachAsync(session, conditions, TerminalMode.Offline, ConditionReason.JournalUnusable);
        Assert.Equal(4000, new FileInfo(folder.At("terminal.journal")).Length);
    }

    [Theory]
    [InlineData("https://example.org/pay?x=1", ScannedKind.WebAddress)]
    [InlineData("www.example.org", ScannedKind.WebAddress)]
    [InlineData("286543210987654321", ScannedKind.PaymentCode)]
    [InlineData("134567890123456789", ScannedKind.PaymentCode)]
    [InlineData("PA1ABCDEF", ScannedKind.AppCode)]
    [InlineData("PR1ABCDEF", ScannedKind.Receipt)]
    [InlineData("\r\n", ScannedKind.Nothing)]
    [InlineData("9780140449136", ScannedKind.Unknown)]
    [InlineData("\u0000\uFFFD\u0007", ScannedKind.Unknown)]
    public async Task Code_of_somebody_else_is_named_and_asks_nobody(string scanned, ScannedKind expected)
    {
        using var folder = new TemporaryFolder();
        await using var session = Open(new Uri("http://localhost:1"), folder);
        var refused = await session.AdmitAsync(scanned);
        Assert.Equal((false, expected, TokenRemedy.ScanAgain), (refused.MayOpen, refused.Scanned, refused.Remedy));
        AssertSaidInFour(refused.TextIn);
    }

    [Fact]
    public void Whoever_was_refused_stays_refused_when_the_link_is_cut()
    {
        var refused = EdgeService.Client.Links.LinkState.Unasked with { Answers = false, Refusal = "suspended" };
        Assert.Equal((EdgeReach.Refused, false), (refused.Reach, refused.Serves("perks.edge.v1.TokenService")));
    }

    [Fact]
    public void Condition_follows_from_what_is_known_the_worst_first()
    {
        var now = TimeProvider.System.GetUtcNow();
        var ready = new OfflineState(now, 1, 1, now, now, false, 0);
        Assert.Equal((TerminalMode.Online, ConditionReason.None), TerminalCondition.Of(EdgeReach.Ready, ready, false, now));
        Assert.Equal((TerminalMode.Stale, ConditionReason.LedgerAway), TerminalCondition.Of(EdgeReach.LedgerAway, ready, true, now));
        Assert.Equal((TerminalMode.Stale, ConditionReason.StandingOld), TerminalCondition.Of(EdgeReach.Ready, ready, true, now));
        Assert.Equal((TerminalMode.Stale, ConditionReason.ListsOld), TerminalCondition.Of(EdgeReach.Ready, ready, false, now.AddHours(2)));
        Assert.Equal((TerminalMode.Stale, ConditionReason.ClockBehind), TerminalCondition.Of(EdgeReach.Ready, ready with { ClockBehind = true }, false, now));
        Assert.Equal((TerminalMode.Stale, ConditionReason.JournalUnusable), TerminalCondition.Of(EdgeReach.Ready, null, false, now));
        Assert.Equal((TerminalMode.Offline, ConditionReason.ClockBehind), TerminalCondition.Of(EdgeReach.OutOfReach, ready with { ClockBehind = true }, false, now));
        Assert.Equal((TerminalMode.Offline, ConditionReason.EdgeNotReady), TerminalCondition.Of(EdgeReach.NotReady, ready, false, now));
        Assert.Equal((TerminalMode.Offline, ConditionReason.JournalUnusable), TerminalCondition.Of(EdgeReach.OutOfReach, null, false, now));
        Assert.Equal((TerminalMode.Offline, ConditionReason.IdentityRefused), TerminalCondition.Of(EdgeReach.Refused, null, false, now));
    }

    [Fact]
    public void Every_reason_is_said_in_four_languages() =>
        Assert.All(Enum.GetValues<ConditionReason>(), reason => AssertSaidInFour(new TerminalCondition(TerminalMode.Stale, reason, default, "").TextIn));

    private static void AssertSaidInFour(Func<string, string> textIn)
    {
        var texts = Languages.Select(textIn).ToList();
        Assert.Equal(Languages.Length, texts.Where(text => text.Length > 0).Distinct().Count());
        Assert.Equal(textIn("en"), textIn("fr"));
    }

    private static ChannelReader<TerminalCondition> Listen(TerminalSession session)
    {
        var conditions = Channel.CreateUnbounded<TerminalCondition>();
        session.ConditionChanged += (_, condition) => conditions.Writer.TryWrite(condition);
        return conditions.Reader;
    }

    private static async Task ReachAsync(TerminalSession session, ChannelReader<TerminalCondition> conditions, TerminalMode mode, ConditionReason reason)
    {
        while ((session.Condition.Mode, session.Condition.Reason) != (mode, reason))
            await conditions.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private static TerminalSession Open(Uri address, TemporaryFolder folder) => TerminalSession.Open(new TerminalSessionOptions
    {
        Connection = new EdgeConnection
        {
            Address = address,
            DevelopmentTerminal = Terminal.Dock,
            Deadline = TimeSpan.FromSeconds(10),
            ProbeEvery = TimeSpan.FromMilliseconds(200),
        },
        Folder = folder.Path,
        UploadEvery = TimeSpan.FromMilliseconds(200),
    });
}

using EdgeService.Core.Tokens;
using EdgeService.Start;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Members;
using Perks.Edge.V1;
using Perks.Member.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Rekeying;

/// <summary>The day on which the member secret is changed, from the first refused start to the last thing of before that still works.</summary>
public sealed class RekeyJourneyTests : IDisposable
{
    private readonly RekeyedHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_was_begun_under_the_old_secret_ends_under_the_new_one()
    {
        var (begin, issue) = (Terminal.NewId(), Terminal.NewId());
        BeginGrantResponse begun;
        string token, dispute;
        byte[] refused;
        await using (var edge = await EdgeHost.StartInAsync(_home.Folder))
        {
            var (dock, app) = (new Terminal(edge, Terminal.Dock), AppOf(edge));
            begun = await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"), begin);
            await dock.ConfirmAsync(begun.Grant.GrantId);
            token = await IssueAsync(app, issue);
            refused = (await dock.CheckAsync(Terminal.Ask("demo-bo", "bike.deposit-free"))).DecisionId.ToByteArray();
            dispute = (await app.ContestAsync(new ContestRequest
            {
                RequestId = Terminal.NewId(),
                MemberRef = _home.CodeOf("demo-bo"),
                ClaimCode = DecisionSeal.ClaimCodeOf(refused),
                Statement = "this is wrong",
            })).Dispute.DisputeId;
            await app.WithdrawConsentAsync(new WithdrawConsentRequest { RequestId = Terminal.NewId(), MemberRef = _home.CodeOf("demo-dora"), Scope = RightsEdge.Bikes });
            await app.ListAccessesAsync(new ListAccessesRequest { MemberRef = _home.CodeOf("demo-bo") }); // Waits until they are on disk.
        }

        Assert.Contains("ledger.db", _home.FilesNaming("demo-alice", 1));
        _home.LayDownSecondVersion();
        Assert.Contains(FaultsOf(), fault => fault.Contains("its members stand under version 1 of the member secret, and this edge goes by version 2", StringComparison.Ordinal));
        var (code, said) = _home.Rekey("--dry-run");
        Assert.Equal((ExitCode.Stopped, "possible"), (code, (string)said["result"]!));
        (code, said) = _home.Rekey();
        Assert.Equal((ExitCode.Stopped, "done", 1, 2), (code, (string)said["result"]!, (int)said["from_version"]!, (int)said["to_version"]!));
        Assert.Equal((0, "already"), (_home.Rekey().Code, (string)_home.Rekey().Said["result"]!));

        await using (var edge = await EdgeHost.StartInAsync(_home.Folder))
        {
            var (dock, app) = (new Terminal(edge, Terminal.Dock), AppOf(edge));
            Assert.Equal(Outcome.Ineligible, (await dock.CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"))).Outcome); // One bike is out.
            Assert.Equal(begun, await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"), begin));
            var again = await IssueAsync(app, issue);
            Assert.Equal(RedeemOutcome.Redeemed, (await dock.RedeemAsync(token)).Outcome);
            Assert.Equal(RedeemOutcome.AlreadyRedeemed, (await dock.RedeemAsync(again)).Outcome);
            var grant = (await dock.Grants.ReturnGrantAsync(new ReturnGrantRequest { RequestId = Terminal.NewId(), GrantId = begun.Grant.GrantId }, dock.Options)).Grant;
            Assert.Equal(Custody.Returned, grant.Custody);
            Assert.NotEqual(begun.MemberPseudonym, (await dock.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-2"))).MemberPseudonym);

            var why = await app.ExplainDecisionAsync(new ExplainDecisionRequest { MemberRef = _home.CodeOf("demo-bo"), ClaimCode = DecisionSeal.ClaimCodeOf(refused) });
            Assert.Equal("SCORE", why.Reasons[0].Code);
            Assert.Equal("this is wrong", (await app.GetDisputeAsync(new GetDisputeRequest { MemberRef = _home.CodeOf("demo-bo"), DisputeId = dispute })).Dispute.Statement);
            var asked = (await app.ListAccessesAsync(new ListAccessesRequest { MemberRef = _home.CodeOf("demo-bo") })).Accesses;
            Assert.Equal("bike.deposit-free", Assert.Single(asked).PerkId);
            Assert.Equal(Outcome.Ineligible, (await dock.CheckAsync(Terminal.Ask("demo-dora", "bike.deposit-free"))).Outcome);
            var consents = (await app.ListConsentsAsync(new ListConsentsRequest { MemberRef = _home.CodeOf("demo-dora"), LanguageCode = "en" })).Consents;
            Assert.Equal(ConsentState.NotGiven, consents.Single(consent => consent.Scope.Equals(RightsEdge.Bikes)).State);
        }

        Assert.All(RekeyedHome.Members, member => Assert.Empty(_home.FilesNaming(member, 1)));
        Assert.Contains("ledger.db", _home.FilesNaming("demo-alice", 2));
        Assert.Contains(FaultsOf("--Edge:Signing:MemberWith=1"), fault => fault.Contains("stand under version 2 of the member secret, and this edge goes by version 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_missing_or_wrong_is_said_at_once_and_nothing_is_changed()
    {
        await using (var edge = await EdgeHost.StartInAsync(_home.Folder))
            await new Terminal(edge, Terminal.Dock).BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-1"));
        await File.WriteAllTextAsync(_home.MembersFile, "demo-alice\nwith a space\n\n");
        var (code, said) = _home.Rekey("--members", "/nowhere/left.csv");
        var faults = said["faults"]!.AsArray().Select(fault => (string)fault!).ToList();
        Assert.Equal((ExitCode.NotProvided, "not_provided"), (code, (string)said["result"]!));
        Assert.Contains(faults, fault => fault.Contains("has no version 2 of the secret member. Lay down member.2.key", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("members.txt:2: member_id must be 1 to 64 bytes without spaces", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("--members: /nowhere/left.csv cannot be read", StringComparison.Ordinal));

        _home.LayDownSecondVersion("demo-bo");
        (code, said) = _home.Rekey("--Edge:Signing:MemberWith=1");
        Assert.Equal(ExitCode.NotProvided, code);
        Assert.Contains("Set it to 2 first", (string)said["faults"]![0]!, StringComparison.Ordinal);
        (code, said) = _home.Rekey();
        Assert.Equal((ExitCode.Refused, "refused", 1), (code, (string)said["result"]!, (int)said["unknown"]!));
        Assert.Contains("1 of 1 members of the ledger are in no file", (string)said["faults"]![0]!, StringComparison.Ordinal);
        Assert.Contains("ledger.db", _home.FilesNaming("demo-alice", 1));
        await using (await EdgeHost.StartInAsync(_home.Folder, "--Edge:Signing:MemberWith=1"))
        {
            (code, said) = _home.Rekey();
            Assert.Equal((ExitCode.Failed, "failed"), (code, (string)said["result"]!));
            Assert.Contains("another process holds it", (string)said["faults"]![0]!, StringComparison.Ordinal);
        }

        (code, _) = _home.Rekey("--random-keys-for-others");
        Assert.Equal(ExitCode.Stopped, code);
        Assert.DoesNotContain("ledger.db", _home.FilesNaming("demo-alice", 1));
    }

    [Fact]
    public void Help_teaches_and_slips_are_told()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, RunWith(["--help"]));
        Assert.Contains("Stop every edge of the ledger first", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotProvided, RunWith(["--to", "two", "--members", "x"]));
        Assert.Equal(ExitCode.NotProvided, RunWith(["--to", "2"]));
        Assert.Contains("--members", error.ToString(), StringComparison.Ordinal);

        int RunWith(string[] arguments) => EdgeService.Rekeying.RekeyCommandLine.Run(arguments, EdgeApp.ConfigurationOf, output, error);
    }

    private async Task<string> IssueAsync(MembershipService.MembershipServiceClient app, string requestId) => (await app.IssueTokenAsync(new Perks.Member.V1.IssueTokenRequest
    {
        RequestId = requestId,
        MemberRef = _home.CodeOf("demo-chen"),
        PerkId = "umbrella.deposit-free",
        Audience = "BIKE-1",
    })).Token.Text;

    private static MembershipService.MembershipServiceClient AppOf(EdgeHost edge) => new(edge.As("member-app"));

    private IReadOnlyList<string> FaultsOf(params string[] settings)
    {
        try
        {
            using var app = (IDisposable)EdgeApp.Build([.. EdgeHost.SettingsOf(_home.Folder), .. settings]);
            return [];
        }
        catch (StartFaultsException start)
        {
            return start.Faults;
        }
    }
}

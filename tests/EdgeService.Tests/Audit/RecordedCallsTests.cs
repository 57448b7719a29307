using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Identity;
using EdgeService.Tests.Journals;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Audit;

/// <summary>What a running service writes into its audit log, and what it does when it cannot.</summary>
public sealed class RecordedCallsTests
{
    private const string RollBack = "perks.admin.v1.SnapshotService/RollBack";

    [Fact]
    public async Task Act_is_recorded_before_it_begins_and_how_it_ended_before_it_is_answered()
    {
        await using var host = await EdgeHost.StartAsync();
        var snapshots = new SnapshotService.SnapshotServiceClient(host.As("operator"));
        await Assert.ThrowsAsync<RpcException>(() => snapshots.RollBackAsync(new RollBackRequest { Revision = 99 }).ResponseAsync);
        var entries = Entries(host).Where(entry => entry.Act == RollBack).ToList();
        Assert.Equal([("", AuditEntry.Begun), ("snapshot:99", "REFUSED ROLLBACK_IMPOSSIBLE")], entries.Select(entry => (entry.Subject, entry.Outcome)));
        Assert.All(entries, entry => Assert.Equal("urn:perks:operator:development", entry.Actor));
        Assert.Equal(entries[0].Request, entries[1].Request);
        Assert.NotEqual("", entries[0].Request);
    }

    [Fact]
    public async Task Log_begins_with_the_start_its_settings_and_what_is_served_and_ends_with_the_stop()
    {
        string[] acts;
        string settings;
        await using (var host = await EdgeHost.StartAsync())
        {
            acts = [.. Entries(host).Select(entry => entry.Act)];
            settings = Entries(host).First(entry => entry.Act == "service.started").Subject;
            await host.App.StopAsync();
            Assert.Equal("service.stopped", Entries(host)[^1].Act);
            Assert.Empty(AuditVerification.Run(FolderOf(host), host.Service<DeploymentSecrets>().Audit).Faults);
        }

        Assert.Subset(acts.ToHashSet(), new HashSet<string> { "service.started", "signing-keys.adopted", "catalog.adopted", "snapshot.adopted" });
        await using var other = await EdgeHost.StartAsync("--Edge:Doors:MaxCalls=77");
        Assert.Matches("^settings:[0-9a-f]{16} version:", settings);
        Assert.NotEqual(settings, Entries(other).First(entry => entry.Act == "service.started").Subject);
    }

    [Fact]
    public async Task Operator_who_waives_at_a_members_call_is_recorded_and_a_terminal_that_does_is_not()
    {
        await using var host = await EdgeHost.StartAsync();
        var request = new WaiveChargeRequest { RequestId = Terminal.NewId(), GrantId = "GNOTHING", Amount = new() { CurrencyCode = "CNY", MinorUnits = 1 }, WaiverRef = "w" };
        foreach (var caller in new[] { "operator", "bike-dock" })
            await Assert.ThrowsAsync<RpcException>(() => new GrantService.GrantServiceClient(host.As(caller)).WaiveChargeAsync(request).ResponseAsync);
        var entries = Entries(host).Where(entry => entry.Act == "perks.edge.v1.GrantService/WaiveCharge" && !entry.Outcome.EndsWith("GRANT_UNKNOWN", StringComparison.Ordinal)).ToList();
        Assert.Equal("urn:perks:operator:development", Assert.Single(entries).Actor);
    }

    [Fact]
    public async Task Refused_callers_are_recorded_with_who_what_and_why()
    {
        await using var host = await EdgeHost.StartAsync();
        var dock = new SnapshotService.SnapshotServiceClient(host.As("bike-dock"));
        for (var call = 0; call < 3; call++)
            await Assert.ThrowsAsync<RpcException>(() => dock.RollBackAsync(new RollBackRequest { Revision = 1 }).ResponseAsync);
        await Assert.ThrowsAsync<RpcException>(() => new EligibilityService.EligibilityServiceClient(host.As("bike-dock"))
            .CheckEligibilityAsync(new() { Inquiry = Terminal.Ask("demo-alice", "credit.line") }).ResponseAsync);
        host.Service<AuditTrail>().Flush(ending: true);
        var refused = Entries(host).Where(entry => entry.Outcome.StartsWith("REFUSED ", StringComparison.Ordinal) && entry.Actor.StartsWith("urn:perks:terminal", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [(RollBack, "REFUSED METHOD_NOT_ALLOWED", ""), ("perks.edge.v1.EligibilityService/CheckEligibility", "REFUSED PERK_NOT_OFFERED", ""), (RollBack, "REFUSED METHOD_NOT_ALLOWED", "2 more of the same in this minute")],
            refused.Select(entry => (entry.Act, entry.Outcome, entry.Subject)).OrderBy(each => each.Item3, StringComparer.Ordinal).ThenBy(each => each.Item1, StringComparer.Ordinal));
        Assert.All(refused, entry => Assert.Equal("urn:perks:terminal:citybike:central-park:dock-1", entry.Actor));
    }

    [Fact]
    public async Task Refused_items_of_a_batch_are_recorded_though_the_call_ends_well()
    {
        await using var host = await EdgeHost.StartAsync();
        var batch = new BatchCheckEligibilityRequest { Inquiries = { Terminal.Ask("demo-alice", "credit.line"), Terminal.Ask("demo-alice", "bike.deposit-free"), Terminal.Ask("demo-alice", "station.lounge") } };
        await new EligibilityService.EligibilityServiceClient(host.As("bike-dock")).BatchCheckEligibilityAsync(batch);
        host.Service<AuditTrail>().Flush(ending: true);
        var refused = Entries(host).Where(entry => entry.Act == "perks.edge.v1.EligibilityService/BatchCheckEligibility").ToList();
        Assert.Equal([("REFUSED PERK_NOT_OFFERED", ""), ("REFUSED PERK_NOT_OFFERED", "1 more of the same in this minute")], refused.Select(entry => (entry.Outcome, entry.Subject)));
    }

    [Fact]
    public async Task Certificates_of_strangers_are_recorded_together_with_the_digest_of_the_first()
    {
        await using var host = await EdgeHost.StartAsync();
        using var stranger = TrialCertificates.Authority("CN=stranger");
        for (var call = 0; call < 3; call++)
        {
            using var certificate = TrialCertificates.Signed(stranger, ["urn:perks:operator:mallory"]);
            await Assert.ThrowsAsync<RpcException>(() => new SnapshotService.SnapshotServiceClient(host.As(certificate)).GetBasisAsync(new()).ResponseAsync);
        }

        host.Service<AuditTrail>().Flush(ending: true);
        var entries = Entries(host).Where(entry => entry.Act == "handshake").ToList();
        Assert.All(entries, entry => Assert.Equal(AuditTrail.Unproven, entry.Actor));
        Assert.Matches("^certificate:[0-9a-f]{16}$", entries[0].Subject);
        Assert.EndsWith(" more of the same in this minute", Assert.Single(entries.Skip(1)).Subject, StringComparison.Ordinal);
    }

    [FactNeedsSmallDisk]
    public async Task Without_a_log_acts_are_refused_and_checks_go_on()
    {
        using var disk = new SmallDisk(64);
        await using var host = await EdgeHost.StartAsync($"--Edge:Audit:Folder={disk.At("audit")}");
        var snapshots = new SnapshotService.SnapshotServiceClient(host.As("operator"));
        var before = (await snapshots.GetBasisAsync(new())).ChangesThrough;
        var change = new Change { Revision = before + 1, MemberId = "demo-alice", ChangeTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), Score = 700 };
        using (disk.Fill())
        {
            var refused = await RefusalAsync(snapshots, change, most: 100);
            Assert.Equal((StatusCode.Unavailable, "AUDIT_UNAVAILABLE"), (refused.StatusCode, refused.Trailers.GetValue("perks-error-reason")));
            Assert.Contains("Make room", refused.Status.Detail, StringComparison.Ordinal);
            Assert.Equal(Outcome.Eligible, (await new Terminal(host, Terminal.Dock).CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"))).Outcome);
            Assert.Equal(before, (await snapshots.GetBasisAsync(new())).ChangesThrough);
        }

        Assert.Equal(1, (await snapshots.ApplyChangesAsync(new ApplyChangesRequest { Changes = { change } })).AppliedCount);
    }

    /// <summary>The last page of the file may have room left: until it is full, acts that only look are recorded in it.</summary>
    private static async Task<RpcException> RefusalAsync(SnapshotService.SnapshotServiceClient snapshots, Change change, int most)
    {
        for (var act = 0; act < most; act++)
        {
            try
            {
                await snapshots.ApplyChangesAsync(new ApplyChangesRequest { Changes = { change }, ValidateOnly = true });
            }
            catch (RpcException)
            {
                break;
            }
        }

        return await Assert.ThrowsAsync<RpcException>(() => snapshots.ApplyChangesAsync(new ApplyChangesRequest { Changes = { change } }).ResponseAsync);
    }

    private static string FolderOf(EdgeHost host) => Path.Combine(host.Home, "audit");

    private static List<AuditEntry> Entries(EdgeHost host)
    {
        host.Service<AuditTrail>().Flush();
        return [.. AuditFolder.Files(FolderOf(host)).SelectMany(AuditScan.Lines).Select(line => AuditLine.Read(line.Bytes.Span)!.Entry)];
    }
}

using Google.Protobuf.WellKnownTypes;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>What an outage leaves behind where many have used a token twice.</summary>
public sealed class ManyConflictsTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private const int UsesEach = 60;
    private readonly Terminal _dock = edge.At(Terminal.Dock);
    private readonly LedgerService.LedgerServiceClient _operator = new(edge.Host.As("operator"));

    [Fact]
    public async Task Hundreds_of_double_uses_are_listed_and_exported_whole()
    {
        var conflicts = new HashSet<string>();
        foreach (var (member, perk) in new[] { ("demo-alice", "bike.deposit-free"), ("demo-chen", "umbrella.deposit-free"), ("demo-erik", "charger.deposit-free") })
        {
            var token = (await _dock.IssueAsync(Terminal.Ask(member, perk))).Token.Text;
            conflicts.UnionWith((await UploadAsync(token)).Skip(1).Select(result => result.ConflictId));
        }

        Assert.Equal(3 * (UsesEach - 1), conflicts.Count);
        Assert.Equal(conflicts, await ListedAsync(200));
        Assert.Equal(conflicts, await ListedAsync(50));
        Assert.Superset(conflicts, await ExportedAsync());
    }

    private async Task<IEnumerable<OfflineClaimResult>> UploadAsync(string token)
    {
        using var call = _dock.Grants.ReportOfflineClaims(_dock.Options);
        foreach (var place in Enumerable.Range(1, UsesEach))
            await call.RequestStream.WriteAsync(Use(place, token));
        await call.RequestStream.CompleteAsync();
        return (await call).Results;
    }

    private ReportOfflineClaimsRequest Use(int place, string token) => new()
    {
        Sequence = place,
        RequestId = Terminal.NewId(),
        ClaimTime = edge.Clock.Now.ToTimestamp(),
        Token = new AcceptedToken { TokenText = token, ItemRefs = { $"{Terminal.NewId()}".PadRight(64, 'x') } },
        HandedOver = true,
    };

    private async Task<HashSet<string>> ListedAsync(int pageSize)
    {
        var (listed, request) = (new HashSet<string>(), new ListConflictsRequest { PageSize = pageSize });
        do
        {
            var page = await _operator.ListConflictsAsync(request);
            Assert.All(page.Conflicts, conflict => Assert.True(listed.Add(conflict.ConflictId)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return listed;
    }

    private async Task<HashSet<string>> ExportedAsync()
    {
        var exported = new HashSet<string>();
        using var export = _operator.ExportEntries(new ExportEntriesRequest());
        while (await export.ResponseStream.MoveNext(default))
            exported.UnionWith(export.ResponseStream.Current.Entries.Where(entry => entry.Kind == "LATE_CONFLICT").Select(entry => entry.Grant.Grant.GrantId));
        return exported;
    }
}

using System.Collections.Concurrent;
using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Signing;
using Perks.Edge.V1;
using Xunit.Abstractions;

namespace EdgeService.Tests.Access;

/// <summary>The access table, cell by cell, through the TLS door of a real service: what it allows comes through, what it does not is refused as it says.</summary>
public sealed class AccessMatrixTests(ITestOutputHelper output)
{
    private const int AtOnce = 16;

    [Fact]
    public async Task Every_cell_is_as_the_table_says_and_the_audit_log_has_every_act_and_refusal()
    {
        await using var stage = await MatrixStage.OpenAsync();
        var table = AccessReading.Read(AccessReading.ShippedText());
        Assert.Empty(table.FaultsAgainst(ServedMethods.Of(stage.Host.App), ServedMethods.PagesOf(stage.Host.App)));

        var foreign = new Dictionary<string, Target>();
        foreach (var side in stage.Catalog.Sides)
            foreign[side.Id] = await stage.GrantAsync(side, side.Main);
        var cells = new MatrixCells(stage, table, foreign).All().ToList();
        var faults = await TryAsync(stage, cells);

        Assert.True(faults.IsEmpty, $"{faults.Count} of {cells.Count} cells:\n" + string.Join('\n', faults.GroupBy(fault => fault.Method).Select(Summary)));
        var denied = cells.Count(cell => cell.Denial is not null);
        output.WriteLine($"{cells.Count} cells: {denied} denied, {cells.Count - denied} allowed; {table.Methods.Count} methods, {stage.Catalog.Sides.Count} partners, {stage.Catalog.Perks.Count} perks");
        AssertTried(table, cells);
        AssertAudited(stage, table);
    }

    [Fact]
    public void Method_without_a_message_makes_the_matrix_red()
    {
        var stranger = new MethodName("perks.edge.v1.TokenService", "BorrowToken");
        Assert.Contains("has no message", Assert.Throws<InvalidOperationException>(() => MatrixMessages.Of(stranger, new Target())).Message, StringComparison.Ordinal);
    }

    private static string Summary(IGrouping<MethodName, (MethodName Method, string Fault)> faults) =>
        $"{faults.Key}: {faults.Count()}\n  {string.Join("\n  ", faults.Take(5).Select(each => each.Fault))}";

    private static async Task<ConcurrentBag<(MethodName Method, string Fault)>> TryAsync(MatrixStage stage, IReadOnlyList<Cell> cells)
    {
        var faults = new ConcurrentBag<(MethodName, string)>();
        var calls = cells.Select(cell => cell.Method).Distinct().ToDictionary(method => method, method => new OutsideCall(method));
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (cell, _) =>
        {
            try
            {
                var target = await cell.TargetAsync();
                var answer = await calls[cell.Method].MakeAsync(stage.As(cell.Caller), MatrixMessages.Of(cell.Method, target));
                if (cell.FaultOf(Listed(answer, target)) is { } fault)
                    faults.Add((cell.Method, fault));
            }
            catch (Exception broken)
            {
                faults.Add((cell.Method, $"{cell.Caller} on {cell.On}: {broken.Message}"));
            }
        });
        return faults;
    }

    /// <summary>A list refuses nobody: what is not the caller's own is not in it.</summary>
    private static Answer Listed(Answer answer, Target target) => answer.Reply switch
    {
        ListPerksResponse perks when perks.Perks.All(perk => perk.PerkId != target.Perk) => answer with { Reason = Denial.NotListed },
        Perks.Member.V1.ListGrantsResponse grants when grants.Grants.All(own => own.Grant.GrantId != target.GrantId) => answer with { Reason = Denial.NotListed },
        _ => answer,
    };

    /// <summary>No row of the table is without a cell that lets it through, and every method is refused to somebody, unless it is open to all.</summary>
    private static void AssertTried(AccessTable table, IReadOnlyList<Cell> cells)
    {
        foreach (var method in table.Methods)
        {
            Assert.Contains(cells, cell => cell.Method == method && cell.Denial is null);
            Assert.Contains(cells, cell => cell.Method == method && cell.Denial is not null);
        }
    }

    private static void AssertAudited(MatrixStage stage, AccessTable table)
    {
        stage.Host.Service<AuditTrail>().Flush();
        var folder = Path.Combine(stage.Host.Home, "audit");
        var lines = AuditFolder.Files(folder).SelectMany(AuditScan.Lines).Select(line => AuditLine.Read(line.Bytes.Span)!.Entry).ToList();
        foreach (var method in table.Methods.Where(method => table.Of(method.Service, method.Method).Acting.HasFlag(CallerRole.Operator)))
        {
            var own = lines.Where(line => line.Act == method.ToString() && line.Actor == MatrixStage.Operator).ToList();
            Assert.True(own.Any(line => line.Outcome == AuditEntry.Begun), $"{method} was done and not recorded");
            Assert.Equal(own.Count(line => line.Outcome == AuditEntry.Begun), own.Count(line => line.Outcome != AuditEntry.Begun));
        }

        Assert.Contains(lines, line => line.Outcome == "REFUSED METHOD_NOT_ALLOWED");
        Assert.DoesNotContain(lines, line => line.Actor.Length > 0 && line.Subject.Contains("matrix-", StringComparison.Ordinal));
        Assert.Empty(AuditVerification.Run(folder, stage.Host.Service<DeploymentSecrets>().Audit).Faults);
    }
}

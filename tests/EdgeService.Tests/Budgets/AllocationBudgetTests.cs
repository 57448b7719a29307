using System.Diagnostics;
using System.Globalization;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Signing;
using EdgeService.Terminals;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Fuzzing;
using Google.Protobuf;
using Perks.Edge.V1;
using Xunit.Abstractions;

namespace EdgeService.Tests.Budgets;

/// <summary>
/// What operations allocate is held to <c>allocations.json</c>: a number there is lowered by whoever has earned it, and raised by nobody in passing. How long they
/// take is printed beside it and held by no test: that is what the benchmarks are for.
/// </summary>
[Collection(OneByOne.Name)]
public sealed class AllocationBudgetTests(EdgeFixture edge, ITestOutputHelper output) : IClassFixture<EdgeFixture>
{
    private const int LeastRounds = 10;
    private const int MostRounds = 60;
    private const int Times = 200;
    private const int Together = 100;
    private const string Perk = "bike.deposit-free";

    private static readonly Caller Dock = CallerUrn.ReadTerminal(Terminal.Dock)!;

    public static TheoryData<string> Operations => new(Budget.All.Keys);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Allocates_no_more_than_its_budget(string name)
    {
        var (operation, each) = Of(name);
        var (budget, least) = (Budget.All[name], new Budget(long.MaxValue, double.MaxValue));

        // Code that has just been compiled allocates what later, better code does not: the least of several rounds counts.
        for (var round = 0; round < MostRounds && (round < LeastRounds || least.Bytes > budget.Bytes); round++)
            least = least.AtBest(Measure(operation, each));

        var said = string.Create(CultureInfo.InvariantCulture, $"{name}: {least.Bytes} of {budget.Bytes} bytes, {least.Microseconds:0.0} us ({budget.Microseconds:0.0} where the figures are from)");
        output.WriteLine(said);
        Assert.True(least.Bytes <= budget.Bytes, said + ". Find what allocates, or say in allocations.json that it is worth it.");
    }

    private static Budget Measure(Action operation, int each)
    {
        var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < Times; i++)
            operation();
        var (allocated, elapsed) = (GC.GetAllocatedBytesForCurrentThread() - bytes, Stopwatch.GetElapsedTime(time));
        return new((allocated + (Times * each) - 1) / (Times * each), elapsed.TotalMicroseconds / (Times * each));
    }

    /// <summary>The operation, and how many it does at once. All of it happens on the thread that calls.</summary>
    private (Action Operation, int Each) Of(string name) => name switch
    {
        "check" => (Check(), 1),
        "check, read from its bytes" => (CheckFromBytes(), 1),
        "check in a batch" => (Batch(), Together),
        "read a token" => (ReadToken(), 1),
        "sign a token" => (SignToken(), 1),
        "picture of a token, again" => (PictureAgain(), 1),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Nobody said how to do this."),
    };

    private PerkQuestion Question() => new() { Member = new EdgeService.Flow.MemberRef(Core.Members.MemberRefKind.AppCode, edge.AppCodeOf("demo-alice"), "inquiry."), PerkId = Perk };

    private Action Check()
    {
        var (endpoint, question) = (edge.Host.Service<EligibilityEndpoint>(), Question());
        return () => Require(endpoint.Check(Dock, question, default).Decision.Outcome == Outcome.Eligible);
    }

    private Action CheckFromBytes()
    {
        var endpoint = edge.Host.Service<EligibilityEndpoint>();
        var bytes = new CheckEligibilityRequest { Inquiry = new() { PerkId = Perk, MemberRef = new() { Kind = MemberRefKind.AppCode, Value = edge.AppCodeOf("demo-alice") } } }.ToByteArray();
        var answer = new byte[1024];
        return () =>
        {
            Require(EdgeService.Direct.PlainInquiry.TryRead(bytes, out var question));
            var response = endpoint.Check(Dock, question, default);
            response.WriteTo(answer.AsSpan(0, response.CalculateSize()));
        };
    }

    private Action Batch()
    {
        var (flow, asked) = (edge.Host.Service<CheckFlow>(), Enumerable.Repeat(new AskedCheck(Dock, Question(), default, null), Together).ToArray());
        return () =>
        {
            using var ground = flow.Stand(default);
            flow.RunMany(ground, asked, static (in decided) => DecisionWriting.WriteWithoutBasis(decided), fault => throw new InvalidOperationException(fault.ToString()));
        };
    }

    private string Token() => edge.At(Terminal.Dock).IssueAsync(Terminal.Ask("demo-alice", Perk)).GetAwaiter().GetResult().Token.Text;

    private Action ReadToken()
    {
        var (reading, grounds, text) = (edge.Host.Service<TokenReading>(), edge.Host.Service<Grounds>(), Token());
        return () =>
        {
            using var ground = grounds.Take();
            var terminal = Places.TerminalOf(Dock, ground.Catalog);
            Require(reading.Read(text, terminal, ground).FaultAt(terminal) == TokenFault.None);
        };
    }

    private Action SignToken()
    {
        Assert.True(TokenVerification.TryReadUnverified(Token(), out _, out var claims));
        var (signer, place) = (edge.Host.Service<EdgeSigner>(), Terminal.Dock[..Terminal.Dock.LastIndexOf(':')]);
        return () => Require(signer.Sign(claims, place) is not null);
    }

    private Action PictureAgain()
    {
        var (pictures, text) = (edge.Host.Service<TokenPictures>(), Token());
        return () => Require(pictures.Png(text) is not null);
    }

    /// <summary>What Assert would do, without what Assert allocates.</summary>
    private static void Require(bool done)
    {
        if (!done)
            throw new InvalidOperationException("The operation did not do what is measured.");
    }
}

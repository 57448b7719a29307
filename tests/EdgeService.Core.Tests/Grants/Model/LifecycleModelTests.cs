using EdgeService.Core.Grants;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>
/// Random sequences of commands come to the same on the rules and on a model written apart from them. <c>EDGE_LEDGER_COMMANDS=1000000</c> runs the
/// long form; <c>EDGE_LEDGER_SEED</c> repeats a run. Both are printed.
/// </summary>
public sealed class LifecycleModelTests(ITestOutputHelper output)
{
    private const int Length = 80;
    private const int Short = 20_000;
    private const int Seldom = 100_000;

    /// <summary>
    /// Forgetting and fullness are for <see cref="CustodyModelTests"/>: here nothing is old or much enough. A fourth review is too seldom met by chance.
    /// </summary>
    private static readonly GrantResult[] NotHere = [GrantResult.TooMuchOpen, GrantResult.TooManyReviews];

    [Fact]
    public void Random_commands_come_to_what_the_model_says()
    {
        var commands = int.TryParse(Environment.GetEnvironmentVariable("EDGE_LEDGER_COMMANDS"), out var asked) ? asked : Short;
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("EDGE_LEDGER_SEED"), out var given) ? given : (ulong)Random.Shared.NextInt64();
        output.WriteLine($"EDGE_LEDGER_SEED={seed} EDGE_LEDGER_COMMANDS={commands}");
        World.Seen.Clear();

        var sequences = Arb.From(Gen.Choose(0, Move.Count - 1).Select(Move.Of).ArrayOf(Length), Shrink);
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest((commands + Length - 1) / Length).WithReplay(FSharpOption<Replay>.Some(replay)), Prop.ForAll(sequences, Run));

        var total = World.Seen.Values.Sum();
        output.WriteLine($"{total} commands, 0 differences");
        foreach (var ((command, result), count) in World.Seen.OrderBy(pair => pair.Key.Command, StringComparer.Ordinal).ThenBy(pair => pair.Key.Result))
        {
            output.WriteLine($"{command} {result} {count}");
        }

        Assert.True(total >= commands);
        var results = World.Seen.GroupBy(pair => pair.Key.Result).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        Assert.All(Enum.GetValues<GrantResult>().Except(NotHere), result => Assert.True(results.GetValueOrDefault(result) >= commands / Seldom, $"{result} came up too seldom"));
    }

    private static void Run(Move[] moves)
    {
        var world = new World();
        foreach (var move in moves)
        {
            world.Play(move);
        }
    }

    /// <summary>First halves and quarters left out, then single moves, then single choices.</summary>
    private static IEnumerable<Move[]> Shrink(Move[] moves)
    {
        for (var size = moves.Length / 2; size >= 1; size /= 2)
        {
            for (var from = 0; from + size <= moves.Length; from += size)
            {
                yield return [.. moves[..from], .. moves[(from + size)..]];
            }
        }

        for (var place = 0; place < moves.Length; place++)
        {
            foreach (var simpler in moves[place].Simpler())
            {
                yield return [.. moves[..place], simpler, .. moves[(place + 1)..]];
            }
        }
    }
}

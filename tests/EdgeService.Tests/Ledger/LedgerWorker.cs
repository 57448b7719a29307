using System.Globalization;
using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Ledger;

/// <summary>
/// Redeems one token after the other, as fast as the ledger goes, until it is killed. Each line it prints is an acknowledgement:
/// <c>token grant</c>, written only once the ledger has answered.
/// </summary>
internal static class LedgerWorker
{
    public const int Members = 20;
    private const int Lanes = 8;

    public static MemberKey MemberOf(long token) => LedgerSample.Member((int)(token % Members) + 1);

    public static async Task<int> RunAsync(string path, string first)
    {
        await using var ledger = SqliteLedger.Open(new LedgerOptions { Path = path }, TimeProvider.System, NullLogger.Instance);
        await using var lines = Console.OpenStandardOutput();
        var start = long.Parse(first, CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => RedeemAsync(ledger, lines, start + lane))));
        return 0;
    }

    private static async Task RedeemAsync(SqliteLedger ledger, Stream lines, long token)
    {
        for (; ; token += Lanes)
        {
            var answer = (LedgerAnswer.Kept)await ledger.AppendAsync(Call(token), CancellationToken.None);
            var line = Encoding.ASCII.GetBytes($"{token} {Encoding.ASCII.GetString(answer.Reply)}\n");
            lock (lines)
            {
                lines.Write(line);
                lines.Flush();
            }
        }
    }

    private static LedgerCall Call(long token)
    {
        var now = DateTimeOffset.UtcNow;
        var terms = LedgerSample.Bike() with { NeedsHandover = false, SelfCloseAfter = TimeSpan.FromMilliseconds(1), Period = null };
        var redeem = new Redeem(new TokenId((UInt128)token), now.AddMinutes(1), terms, LedgerSample.Dock);
        return LedgerSample.Call(MemberOf(token), new LedgerRequest("worker", "RedeemToken", Guid.NewGuid(), new byte[16]), redeem, now) with
        {
            Decide = scene =>
            {
                var step = Custody.Apply(scene, redeem, now);
                return LedgerVerdict.Of(step, Encoding.ASCII.GetBytes(step.Outcome.Grant!.Number.ToString(CultureInfo.InvariantCulture)));
            },
        };
    }
}

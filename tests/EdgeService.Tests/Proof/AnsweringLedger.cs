using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using EdgeService.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Proof;

/// <summary>
/// A process that answers from a ledger: it redeems tokens one after the other, or only recalls what became of requests made before; beside that
/// it exports all the time. Each line it prints is an answer, <c>request reply</c>, or an entry that was shown. It ends without closing the ledger.
/// </summary>
internal static class AnsweringLedger
{
    public const string Part = "answering-ledger";
    public const string Redeems = "redeems";
    public const string Recalls = "recalls";
    private const int Requests = 60;

    public static async Task<int> RunAsync(string path, string how)
    {
        var ledger = SqliteLedger.Open(new LedgerOptions { Path = path }, TimeProvider.System, NullLogger.Instance);
        var shown = how == Redeems ? Task.Run(() => ShowAsync(ledger, rounds: int.MaxValue)) : ShowAsync(ledger, rounds: 1);
        for (var number = 1; number <= Requests; number++)
        {
            var answer = how == Redeems
                ? await ledger.AppendAsync(Call(number), CancellationToken.None)
                : await ledger.RecallAsync(Call(number).Request, CancellationToken.None);
            var request = number.ToString(CultureInfo.InvariantCulture);
            if (answer is LedgerAnswer.Kept kept)
                await Console.Out.WriteLineAsync($"{request} {Encoding.ASCII.GetString(kept.Reply)}");
        }

        await (how == Redeems ? Task.CompletedTask : shown);
        Process.GetCurrentProcess().Kill();
        return 1;
    }

    private static async Task ShowAsync(SqliteLedger ledger, int rounds)
    {
        var at = default(EntryCursor);
        for (var round = 0; round < rounds; round++)
        {
            var page = await ledger.ExportEntriesAsync(at, LedgerPages.Largest, CancellationToken.None);
            at = page.Next;
            foreach (var one in page.Entries)
                await Console.Out.WriteLineAsync($"shown {one.Entry.Token} {one.Entry.Kind}");
        }
    }

    private static LedgerCall Call(int number)
    {
        var terms = LedgerSample.Bike() with { Period = null };
        var command = new Redeem(new TokenId((UInt128)number), LedgerSample.Noon.AddHours(1), terms, LedgerSample.Dock);
        return LedgerSample.Call(LedgerSample.Member(number), LedgerSample.Request(number), command);
    }
}

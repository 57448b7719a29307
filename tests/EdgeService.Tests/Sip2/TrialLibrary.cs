using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EdgeSip2.Protocol;
using EdgeSip2.Serving;

namespace EdgeService.Tests.Sip2;

/// <summary>
/// A small library system that speaks SIP2 on loopback: it knows some patrons, lends things once, and remembers every line it was sent. Its messages
/// are put together by hand from the protocol's documentation, not by the gateway's writer.
/// </summary>
internal sealed class TrialLibrary : IAsyncDisposable
{
    public const string House = "EDGE-LOANS";
    public const string Card = "24000001";
    public const string Fined = "24000002";
    public const string Owed = "24000003";
    private const string Now = "20261127    120000";
    private const string Due = "20261218    235900";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Task _accepting;

    public TrialLibrary()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is out, by item: who has it.</summary>
    public ConcurrentDictionary<string, string> Out { get; } = new();

    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Called with each line that it was sent, before it answers.</summary>
    public Action<string> Hearing { get; set; } = _ => { };

    /// <summary>The date that a renewal leads to.</summary>
    public string RenewedTo { get; set; } = Due;

    /// <summary>Whether the answer to a checkin says who had the thing. Many library systems do not.</summary>
    public bool NamesPatronsAtCheckin { get; set; } = true;

    /// <summary>Lines it answers once with what is given here, such as a damaged one.</summary>
    public ConcurrentQueue<string> Instead { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _serving]);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient kiosk)
    {
        using var own = kiosk;
        var lines = new SipLines(kiosk.GetStream());
        var last = "";
        try
        {
            while (await lines.ReadAsync(_stopping.Token) is { } line)
            {
                Heard.Enqueue(line);
                Hearing(line);
                if (!Instead.TryDequeue(out var answer))
                    last = answer = line.StartsWith("97", StringComparison.Ordinal) ? last : AnswerTo(line);
                await lines.WriteAsync(answer, _stopping.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The test is over, or the other side hung up.
        }
    }

    private string AnswerTo(string line)
    {
        SipReading.TryRead(line, out var asked);
        var (patron, item) = (asked["AA"], asked["AB"]);
        var knows = patron is House or Card or Fined or Owed;
        var answer = asked.Code switch
        {
            "93" => asked["CO"] == "secret" ? "941" : "940",
            "99" => $"98YYYNYN030003{Now}2.00AOCITY|AMCity Library|BXYYYYYYYYYYYNYYYN|",
            "23" => $"24{FlagsOf(patron)}{asked.Fixed[..3]}{Now}AOCITY|AA{patron}|AE{(knows ? "Reader" : "")}|BL{(knows ? "Y" : "N")}|CQ{(knows ? "Y" : "N")}|AFlibrary's own words|",
            "63" => $"64{FlagsOf(patron)}{asked.Fixed[..3]}{Now}000000000000000000000000AOCITY|AA{patron}|AE{(knows ? "Reader" : "")}|BL{(knows ? "Y" : "N")}|",
            "11" => Lend(patron, item),
            "09" => $"10{(Out.TryRemove(item, out var had) ? "1YNN" : "0NUN")}{Now}AOCITY|AB{item}|AQhall|AJA Book|{(NamesPatronsAtCheckin ? $"AA{had}|" : "")}",
            "29" => $"30{(Out.TryGetValue(item, out var has) && has == patron ? "1YNN" : "0NNN")}{Now}AOCITY|AA{patron}|AB{item}|AJA Book|AH{RenewedTo}|",
            "35" => $"36Y{Now}AOCITY|AA{patron}|",
            _ => "96",
        };
        if (asked.Sequence is not { } digit)
            return answer;
        var body = $"{answer}AY{digit}AZ";
        return body + (0x10000 - body.Sum(character => character)).ToString("X4", null);
    }

    private string Lend(string patron, string item)
    {
        var may = patron is House or Card && !item.StartsWith("REF", StringComparison.Ordinal) && Out.TryAdd(item, patron);
        return $"12{(may ? "1NNY" : "0NNN")}{Now}AOCITY|AA{patron}|AB{item}|AJA Book|AH{(may ? Due : "")}|AF{(may ? "" : "not lent by the library")}|";
    }

    /// <summary>Fines are a reason; a denial without one is what a missing deposit looks like.</summary>
    private static string FlagsOf(string patron) => patron switch
    {
        House or Card => "              ",
        Fined => "YYYY      Y   ",
        Owed => "YY            ",
        _ => "YYYY          ",
    };
}

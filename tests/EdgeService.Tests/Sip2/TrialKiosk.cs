using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EdgeSip2.Protocol;
using EdgeSip2.Serving;

namespace EdgeService.Tests.Sip2;

/// <summary>A self-service machine: one connection, messages one after the other with error detection, as SIP2's documentation has it.</summary>
internal sealed class TrialKiosk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient _socket;
    private readonly Stream _stream;
    private readonly SipLines _lines;
    private int _sequence;

    private TrialKiosk(TcpClient socket, Stream stream) => (_socket, _stream, _lines) = (socket, stream, new SipLines(stream));

    public static async Task<TrialKiosk> ConnectAsync(IPEndPoint door, RemoteCertificateValidationCallback? tls = null)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(door);
        if (tls is null)
            return new TrialKiosk(socket, socket.GetStream());
        var secured = new SslStream(socket.GetStream(), false, tls);
        await secured.AuthenticateAsClientAsync("localhost");
        return new TrialKiosk(socket, secured);
    }

    /// <summary>Sends one message with the next sequence digit and reads the answer, whose digit must be the same.</summary>
    public async Task<SipMessage> AskAsync(string body)
    {
        var answer = await SayAsync(Framed(body));
        Assert.Equal(SipFault.None, SipReading.TryRead(answer!, out var read));
        Assert.Equal(_sequence, read.Sequence - '0');
        return read;
    }

    public string Framed(string body)
    {
        _sequence = (_sequence + 1) % 10;
        var upToTag = $"{body}AY{_sequence}AZ";
        return upToTag + (0x10000 - upToTag.Sum(character => character)).ToString("X4", null);
    }

    /// <summary>Sends a line as it is; null when the gateway hung up instead of answering.</summary>
    public async Task<string?> SayAsync(string line)
    {
        await SendAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        return await HearAsync();
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    public async Task<string?> HearAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await _lines.ReadAsync(limit.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();

    public static string Checkout(string patron, string item, bool offline = false, string time = "20261127    120000") =>
        $"11N{(offline ? 'Y' : 'N')}{time}                  AOCITY|AA{patron}|AB{item}|AC|";

    public static string Checkin(string item, bool offline = false, string time = "20261127    120000") =>
        $"09{(offline ? 'Y' : 'N')}{time}{time}AP|AOCITY|AB{item}|AC|";

    public static string Status(string patron, string language = "001") => $"23{language}20261127    120000AOCITY|AA{patron}|AC|AD|";

    public static string Information(string patron, string language = "001") => $"63{language}20261127    120000          AOCITY|AA{patron}|AC|AD|";

    public static string Renewal(string patron, string item) => $"29NN20261127    120000                  AOCITY|AA{patron}|AB{item}|AC|";
}

using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace EdgeService.Tests.Doors.Hostile;

/// <summary>An HTTP/2 connection that sends what it is told, frame by frame, whatever the server says, and counts what comes back.</summary>
public sealed class HostileConnection : IAsyncDisposable
{
    private const int EnhanceYourCalm = 0xb;

    private readonly Stream _stream;
    private readonly AttackTally _tally;
    private readonly Task _listening;

    private HostileConnection(Stream stream, AttackTally tally, bool listens)
    {
        (_stream, _tally) = (stream, tally);
        tally.CountOpen();
        _listening = listens ? ListenAsync() : Task.CompletedTask;
    }

    /// <summary>The code of the server's GOAWAY; null while there was none.</summary>
    public int? GoAway { get; private set; }

    /// <summary>Whether the server has ended the connection.</summary>
    public bool IsOver { get; private set; }

    /// <summary>A connection with its preface and settings sent; null where none is to be had.</summary>
    /// <param name="run">Where to, as whom, and for how long.</param>
    /// <param name="settings">The settings frame to begin with.</param>
    /// <param name="listens">Whether what the server sends is read.</param>
    public static async Task<HostileConnection?> OpenAsync(AttackRun run, byte[]? settings = null, bool listens = true)
    {
        try
        {
            var connection = new HostileConnection(await HandshakeAsync(run.Target, run.Stop), run.Tally, listens);
            await connection.SendAsync((byte[])[.. Frame.Preface, .. settings ?? Frame.Of(Frame.Settings, 0, 0)], run.Stop);
            return connection;
        }
        catch (Exception refused) when (IsEnd(refused))
        {
            run.Tally.CountRefused();
            return null;
        }
    }

    /// <summary>A TCP connection and nothing more.</summary>
    public static async Task<Socket> ConnectAsync(AttackTarget target, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new System.Net.IPEndPoint(target.From, 0));
            await socket.ConnectAsync(target.Door, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The handshake alone.</summary>
    public static async Task<SslStream> HandshakeAsync(AttackTarget target, CancellationToken stop)
    {
        var stream = new SslStream(new NetworkStream(await ConnectAsync(target, stop), ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                LocalCertificateSelectionCallback = target.Certificate is { } held ? (_, _, _, _, _) => held : null,
                // Who attacks does not care who answers.
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            }, stop);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>What ends a connection, or an attack.</summary>
    public static bool IsEnd(Exception exception) => exception
        is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    /// <summary>Sends bytes as they are. False once the connection is over.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (IsOver)
            return false;
        try
        {
            await _stream.WriteAsync(bytes, stop);
            _tally.CountSent(bytes.Length);
            return true;
        }
        catch (Exception over) when (IsEnd(over))
        {
            IsOver = true;
            return false;
        }
    }

    /// <summary>Waits until the server ends the connection.</summary>
    public Task EndAsync(CancellationToken stop) => _listening.WaitAsync(stop);

    public async ValueTask DisposeAsync()
    {
        _tally.CountClosed();
        await _stream.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        var head = new byte[Frame.HeadBytes];
        var payload = new byte[1 << 14];
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(head);
                var length = BinaryPrimitives.ReadInt32BigEndian(head) >> 8;
                await _stream.ReadExactlyAsync(payload.AsMemory(0, length));
                Count(head[3], payload);
            }
        }
        catch (Exception over) when (IsEnd(over))
        {
            IsOver = true;
        }
    }

    private void Count(byte type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case Frame.GoAway:
                GoAway = BinaryPrimitives.ReadInt32BigEndian(payload[4..]);
                if (GoAway == EnhanceYourCalm)
                    _tally.CountCalmed();
                break;
            case Frame.ResetStream:
                _tally.CountReset();
                break;
            case Frame.Headers:
                _tally.CountAnswer();
                break;
        }
    }
}

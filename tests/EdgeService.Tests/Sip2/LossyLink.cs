using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeService.Tests.Sip2;

/// <summary>A link to the edge on loopback that can lose every answer while the questions still arrive, or everything.</summary>
internal sealed class LossyLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly ConcurrentBag<Task> _carrying = [];
    private readonly Uri _edge;
    private readonly Task _accepting;
    private volatile bool _losesAnswers;
    private volatile bool _losesQuestions;

    public LossyLink(Uri edge)
    {
        _edge = edge;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>From now on no answer arrives.</summary>
    public void LoseAnswers() => _losesAnswers = true;

    /// <summary>From now on nothing arrives.</summary>
    public void LoseAll() => _losesAnswers = _losesQuestions = true;

    /// <summary>Answers arrive again, over new connections: of the old ones too much is lost.</summary>
    public void Mend()
    {
        _losesAnswers = _losesQuestions = false;
        foreach (var socket in _open.Keys)
            socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Mend();
        await Task.WhenAll([_accepting, .. _carrying]);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient gateway)
    {
        using var edge = new TcpClient();
        using var own = gateway;
        (_open[gateway], _open[edge]) = (true, true);
        try
        {
            await edge.ConnectAsync(_edge.Host, _edge.Port, _stopping.Token);
            var (there, back) = (gateway.GetStream(), edge.GetStream());
            await Task.WhenAny(CopyAsync(there, back, () => _losesQuestions), CopyAsync(back, there, () => _losesAnswers));
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The connection was ended, or the test is over.
        }
        finally
        {
            _open.TryRemove(gateway, out _);
            _open.TryRemove(edge, out _);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<bool> loses)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                if (!loses())
                    await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection was ended, or the test is over.
        }
    }
}

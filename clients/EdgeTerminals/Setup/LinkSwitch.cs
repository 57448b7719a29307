using System.Net.Sockets;

namespace EdgeTerminals.Setup;

/// <summary>The terminal's cable: pulled, calls fail at once and those under way lose their answers, though the service may have done what they asked.</summary>
internal sealed class LinkSwitch : IDisposable
{
    private readonly Lock _switching = new();
    private CancellationTokenSource _cut = new();

    public bool IsCut { get; private set; }

    public HttpMessageHandler Around(HttpMessageHandler network) => new Cable(this) { InnerHandler = network };

    public void Cut()
    {
        CancellationTokenSource cut;
        lock (_switching)
            (IsCut, cut) = (true, _cut);
        cut.Cancel();
    }

    public void Mend()
    {
        lock (_switching)
        {
            if (!IsCut)
                return;
            _cut.Dispose();
            (IsCut, _cut) = (false, new CancellationTokenSource());
        }
    }

    /// <summary>When nobody calls any more.</summary>
    public void Dispose() => _cut.Dispose();

    private CancellationToken Broken()
    {
        lock (_switching)
            return _cut.Token;
    }

    private static HttpRequestException Gone() => new("The link is down.", new SocketException((int)SocketError.NetworkUnreachable));

    private sealed class Cable(LinkSwitch link) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var broken = link.Broken();
            if (broken.IsCancellationRequested)
                throw Gone();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(broken, cancellationToken);
            try
            {
                var response = await base.SendAsync(request, either.Token);
                broken.Register(static answer => ((HttpResponseMessage)answer!).Dispose(), response);
                return response;
            }
            catch (OperationCanceledException) when (broken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw Gone();
            }
        }
    }
}

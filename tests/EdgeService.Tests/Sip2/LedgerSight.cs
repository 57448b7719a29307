using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Sip2;

/// <summary>What the edge's ledger has, seen past the gateway.</summary>
internal sealed class LedgerSight(EdgeHost edge)
{
    private readonly Terminal _terminal = new(edge, Terminal.Kiosk);

    /// <summary>The loan that a thing is out under; null where there is none.</summary>
    public Task<Grant?> FindAsync(string item) => GetAsync(new GetGrantRequest { ItemRef = item });

    public async Task<Grant?> GetAsync(GetGrantRequest request)
    {
        try
        {
            return (await _terminal.Grants.GetGrantAsync(request, _terminal.Options)).Grant;
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}

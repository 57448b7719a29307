using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>Uploads a terminal's journal in calls of bounded size, each going on where the one before came to.</summary>
internal static class ClaimUpload
{
    /// <summary>What the service reads in one call.</summary>
    private const int MostInOneCall = 1000;

    public static async Task<ReportOfflineClaimsResponse> RunAsync(
        GrantService.GrantServiceClient grants, IReadOnlyList<ReportOfflineClaimsRequest> claims, CancellationToken cancellation)
    {
        var whole = new ReportOfflineClaimsResponse();
        var done = 0;
        do
        {
            var chunk = claims.Skip(done).Take(MostInOneCall).ToList();
            var reply = await SendAsync(grants, chunk, cancellation);
            whole.Results.Add(reply.Results);
            whole.ProcessedThroughSequence = reply.ProcessedThroughSequence;
            done += chunk.Count;
            if (chunk.Count > 0 && reply.ProcessedThroughSequence < chunk[^1].Sequence)
            {
                break;
            }
        }
        while (done < claims.Count);
        return whole;
    }

    private static async Task<ReportOfflineClaimsResponse> SendAsync(
        GrantService.GrantServiceClient grants, List<ReportOfflineClaimsRequest> claims, CancellationToken cancellation)
    {
        using var call = grants.ReportOfflineClaims(new CallOptions(cancellationToken: cancellation));
        try
        {
            foreach (var claim in claims)
            {
                await call.RequestStream.WriteAsync(claim, cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception broken) when (broken is RpcException or InvalidOperationException)
        {
            // The service has answered or ended the call already: what it says is read below.
        }

        return await Answering.AnswerAsync(call.ResponseAsync, cancellation);
    }
}

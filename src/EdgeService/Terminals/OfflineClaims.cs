using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using Google.Protobuf;
using Grpc.Core;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>One upload of a terminal's offline journal: claim after claim, until the stream ends, enough was read, or the ledger cannot go on.</summary>
public sealed class OfflineClaims(OfflineClaimFlow flow, RefusedItems refused)
{
    /// <summary>Most claims read in one call.</summary>
    public const int MostInOneCall = 1000;

    public async Task<Wire.ReportOfflineClaimsResponse> ReadAsync(
        IAsyncStreamReader<Wire.ReportOfflineClaimsRequest> claims, ServerCallContext context)
    {
        var response = new Wire.ReportOfflineClaimsResponse
        {
            ProcessedThroughSequence = await flow.PositionOf(CallerIdentity.Of(context), context.CancellationToken),
        };
        var (before, bytes) = (0L, 0);
        while (response.Results.Count < MostInOneCall && bytes < AnswerSize.Full && await claims.MoveNext(context.CancellationToken))
        {
            await CallerAllowance.WaitAsync(context, 1);
            var claim = claims.Current;
            var result = await SettleAsync(claim, before, context);
            response.Results.Add(result);
            bytes += result.CalculateSize();
            if (result.Fault is { } fault && FaultMapping.MayPass((FaultReason)fault.Reason))
            {
                // A journal begun anew numbers below the position that is kept: this claim must not look taken in.
                response.ProcessedThroughSequence = Math.Min(response.ProcessedThroughSequence, Math.Max(0, claim.Sequence - 1));
                break;
            }

            before = claim.Sequence;
            response.ProcessedThroughSequence = Math.Max(response.ProcessedThroughSequence, claim.Sequence);
        }

        return response;
    }

    private async Task<Wire.OfflineClaimResult> SettleAsync(Wire.ReportOfflineClaimsRequest wire, long before, ServerCallContext context)
    {
        try
        {
            // Who is calling is asked again for every claim, as for every message of a stream.
            var caller = CallerIdentity.Of(context);
            var reported = OfflineClaimReading.Describe(wire);
            var reply = await flow.RunAsync(caller, reported, () => OfflineClaimReading.Read(wire, before), sight => OfflineClaimWriting.Write(sight).ToByteArray(), context.CancellationToken);
            return Wire.OfflineClaimResult.Parser.ParseFrom(reply);
        }
        catch (EdgeFaultException fault)
        {
            refused.Note(fault.Fault, context);
            return new Wire.OfflineClaimResult { Sequence = wire.Sequence, Outcome = Wire.ClaimOutcome.Faulty, Fault = FaultMapping.ToWire(fault.Fault) };
        }
    }
}

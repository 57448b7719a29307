using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.EligibilityService: reads, calls the flow, writes.</summary>
public sealed class EligibilityEndpoint(CheckFlow check, OfferFlow offers, RefusedItems refused) : EligibilityService.EligibilityServiceBase
{
    private const int MaxBatch = 100;
    private const int MaxCorrelationBytes = 64;

    private static readonly WriteOptions Gathered = new(WriteFlags.BufferHint);
    private static readonly string[] Paths = [.. Enumerable.Range(0, MaxBatch).Select(index => $"inquiries[{index}].")];

    private static readonly DecidedReply<CheckResult> WithBasis = static (in decided) => new() { Decision = DecisionWriting.Write(decided) };
    private static readonly DecidedReply<CheckResult> WithoutBasis = static (in decided) => new() { Decision = DecisionWriting.WriteWithoutBasis(decided) };

    public override Task<CheckEligibilityResponse> CheckEligibility(CheckEligibilityRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
        var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
        faults.ThrowIfAny();
        return Task.FromResult(Check(caller, question, floor));
    }

    /// <summary>Answers one question, whoever has read it.</summary>
    /// <exception cref="EdgeFaultException">It cannot be answered, or not now.</exception>
    public CheckEligibilityResponse Check(Caller caller, in PerkQuestion question, in BasisFloor floor)
    {
        using var ground = check.Stand(floor);
        return new CheckEligibilityResponse { Decision = DecisionWriting.Write(check.Run(ground, caller, question)) };
    }

    public override Task<BatchCheckEligibilityResponse> BatchCheckEligibility(BatchCheckEligibilityRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        faults.Require(request.Inquiries.Count is > 0 and <= MaxBatch, "", "inquiries", "required: 1 to 100");
        var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
        faults.ThrowIfAny();
        CallerAllowance.Take(context, request.Inquiries.Count - 1);
        using var ground = check.Stand(floor);
        var asked = new AskedCheck[request.Inquiries.Count];
        for (var i = 0; i < asked.Length; i++)
            asked[i] = Read(caller, request.Inquiries[i], Paths[i]);
        var results = check.RunMany(ground, asked, WithoutBasis, fault => Write(fault, context));
        var response = new BatchCheckEligibilityResponse { Basis = BasisWriting.Write(ground.Basis) };
        response.Results.Add(results);
        return Task.FromResult(response);
    }

    /// <summary>What has already arrived is answered together, on one basis and with one flush; nothing waits for more to arrive.</summary>
    public override async Task StreamEligibility(
        IAsyncStreamReader<StreamEligibilityRequest> requestStream, IServerStreamWriter<StreamEligibilityResponse> responseStream, ServerCallContext context)
    {
        var arrived = new List<StreamEligibilityRequest>();
        var next = requestStream.MoveNext(context.CancellationToken);
        while (await next)
        {
            arrived.Clear();
            do
            {
                arrived.Add(requestStream.Current);
                next = requestStream.MoveNext(context.CancellationToken);
            }
            while (arrived.Count < MaxBatch && next is { IsCompletedSuccessfully: true, Result: true });

            await CallerAllowance.WaitAsync(context, arrived.Count);
            var results = CheckArrived(arrived, context);
            for (var i = 0; i < results.Length; i++)
            {
                responseStream.WriteOptions = i < results.Length - 1 ? Gathered : null;
                await responseStream.WriteAsync(new() { CorrelationId = arrived[i].CorrelationId, Result = results[i] }, context.CancellationToken);
            }
        }
    }

    public override Task<ListPerksResponse> ListPerks(ListPerksRequest request, ServerCallContext context)
    {
        var offered = offers.Run(CallerIdentity.Of(context));
        var response = new ListPerksResponse { Basis = BasisWriting.Write(offered.Basis), Venue = offered.Venue.QualifiedId };
        response.Perks.Add(offered.Venue.Offers.Select(OfferWriting.Write));
        response.Audiences.Add(offered.Audiences);
        return Task.FromResult(response);
    }

    private CheckResult[] CheckArrived(List<StreamEligibilityRequest> arrived, ServerCallContext context)
    {
        try
        {
            using var ground = check.Stand(default);
            var asked = new AskedCheck[arrived.Count];
            for (var i = 0; i < asked.Length; i++)
                asked[i] = Read(arrived[i], context);
            return check.RunMany(ground, asked, WithBasis, fault => Write(fault, context));
        }
        catch (EdgeFaultException faulty)
        {
            return [.. arrived.Select(_ => new CheckResult { Fault = FaultMapping.ToWire(faulty.Fault) })];
        }
    }

    /// <summary>A message of a stream is a call of its own: who asks is looked up anew, and its fault does not end the stream.</summary>
    private static AskedCheck Read(StreamEligibilityRequest request, ServerCallContext context)
    {
        try
        {
            var caller = CallerIdentity.Of(context);
            var faults = default(FieldFaults);
            faults.Require(FieldReading.HasBytes(request.CorrelationId, MaxCorrelationBytes), "", "correlation_id", "required: 1 to 64 bytes");
            var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
            var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
            faults.ThrowIfAny();
            return new(caller, question, floor, null);
        }
        catch (EdgeFaultException faulty)
        {
            return new(null, default, default, faulty.Fault);
        }
    }

    private static AskedCheck Read(Caller caller, Inquiry inquiry, string path)
    {
        try
        {
            var faults = default(FieldFaults);
            var question = InquiryReading.Read(inquiry, path, ref faults);
            faults.ThrowIfAny();
            return new(caller, question, default, null);
        }
        catch (EdgeFaultException faulty)
        {
            return new(null, default, default, faulty.Fault);
        }
    }

    private CheckResult Write(EdgeFault fault, ServerCallContext context)
    {
        refused.Note(fault, context);
        return new() { Fault = FaultMapping.ToWire(fault) };
    }
}

using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>perks.edge.v1.EligibilityService: reads, calls the flow, writes.</summary>
public sealed class EligibilityEndpoint(CheckFlow check, OfferFlow offers) : EligibilityService.EligibilityServiceBase
{
    private const int MaxBatch = 100;
    private const int MaxCorrelationBytes = 64;

    public override Task<CheckEligibilityResponse> CheckEligibility(CheckEligibilityRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
        var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
        faults.ThrowIfAny();
        using var ground = check.Stand(floor);
        var decision = DecisionWriting.Write(check.Run(ground, caller, question));
        return Task.FromResult(new CheckEligibilityResponse { Decision = decision });
    }

    public override Task<BatchCheckEligibilityResponse> BatchCheckEligibility(BatchCheckEligibilityRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        faults.Require(request.Inquiries.Count is > 0 and <= MaxBatch, "", "inquiries", "required: 1 to 100");
        var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
        faults.ThrowIfAny();
        using var ground = check.Stand(floor);
        var response = new BatchCheckEligibilityResponse { Basis = BasisWriting.Write(ground.Basis) };
        for (var index = 0; index < request.Inquiries.Count; index++)
            response.Results.Add(CheckOne(ground, caller, request.Inquiries[index], $"inquiries[{index}]."));
        return Task.FromResult(response);
    }

    public override async Task StreamEligibility(
        IAsyncStreamReader<StreamEligibilityRequest> requestStream, IServerStreamWriter<StreamEligibilityResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            var response = new StreamEligibilityResponse { CorrelationId = request.CorrelationId, Result = Check(request, context) };
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    public override Task<ListPerksResponse> ListPerks(ListPerksRequest request, ServerCallContext context)
    {
        var (offered, basis) = offers.Run(CallerIdentity.Of(context));
        var response = new ListPerksResponse { Basis = BasisWriting.Write(basis) };
        response.Perks.Add(offered.Select(offer => OfferWriting.Write(offer.Perk)));
        return Task.FromResult(response);
    }

    /// <summary>A message of a stream is a call of its own: who asks is looked up anew, and its fault does not end the stream.</summary>
    private CheckResult Check(StreamEligibilityRequest request, ServerCallContext context)
    {
        try
        {
            var caller = CallerIdentity.Of(context);
            var faults = default(FieldFaults);
            faults.Require(FieldReading.HasBytes(request.CorrelationId, MaxCorrelationBytes), "", "correlation_id", "required: 1 to 64 bytes");
            var floor = FieldReading.Floor(request.AtLeastAsFresh, ref faults);
            var question = InquiryReading.Read(request.Inquiry, "inquiry.", ref faults);
            faults.ThrowIfAny();
            using var ground = check.Stand(floor);
            return new CheckResult { Decision = DecisionWriting.Write(check.Run(ground, caller, question)) };
        }
        catch (EdgeFaultException faulty)
        {
            return new CheckResult { Fault = FaultMapping.ToWire(faulty.Fault) };
        }
    }

    private CheckResult CheckOne(in Ground ground, Caller caller, Inquiry inquiry, string path)
    {
        try
        {
            var faults = default(FieldFaults);
            var question = InquiryReading.Read(inquiry, path, ref faults);
            faults.ThrowIfAny();
            return new CheckResult { Decision = DecisionWriting.WriteWithoutBasis(check.Run(ground, caller, question)) };
        }
        catch (EdgeFaultException faulty)
        {
            return new CheckResult { Fault = FaultMapping.ToWire(faulty.Fault) };
        }
    }
}

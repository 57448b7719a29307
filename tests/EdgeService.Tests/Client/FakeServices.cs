using System.Collections.Concurrent;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

/// <summary>Answers checks as told, and remembers what it was asked and by whom.</summary>
internal sealed class FakeEligibility : EligibilityService.EligibilityServiceBase
{
    public ConcurrentQueue<CheckEligibilityRequest> Checks { get; } = new();

    public ConcurrentQueue<string> Terminals { get; } = new();

    public Func<int, CheckEligibilityRequest, Decision> OnCheck { get; set; } = (_, request) => Eligible(request.Inquiry.PerkId);

    public static Decision Eligible(string perkId) => new() { Outcome = Outcome.Eligible, PerkId = perkId, Benefit = new Benefit { Access = true } };

    public override Task<CheckEligibilityResponse> CheckEligibility(CheckEligibilityRequest request, ServerCallContext context)
    {
        Checks.Enqueue(request);
        Terminals.Enqueue(context.RequestHeaders.GetValue("x-edge-terminal") ?? "");
        return Task.FromResult(new CheckEligibilityResponse { Decision = OnCheck(Checks.Count, request) });
    }

    public override async Task StreamEligibility(
        IAsyncStreamReader<StreamEligibilityRequest> requestStream,
        IServerStreamWriter<StreamEligibilityResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var question = requestStream.Current;
            var result = new CheckResult { Decision = Eligible(question.Inquiry.PerkId) };
            await responseStream.WriteAsync(new StreamEligibilityResponse { CorrelationId = question.CorrelationId, Result = result });
        }
    }
}

/// <summary>Begins grants as told.</summary>
internal sealed class FakeGrants : GrantService.GrantServiceBase
{
    public ConcurrentQueue<BeginGrantRequest> Begins { get; } = new();

    public Func<int, BeginGrantRequest, BeginGrantResponse> OnBegin { get; set; } = (_, _) => new BeginGrantResponse();

    public override Task<BeginGrantResponse> BeginGrant(BeginGrantRequest request, ServerCallContext context)
    {
        Begins.Enqueue(request);
        return Task.FromResult(OnBegin(Begins.Count, request));
    }
}

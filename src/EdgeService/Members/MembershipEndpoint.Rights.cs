using EdgeService.Identity;
using Grpc.Core;
using Perks.Member.V1;

namespace EdgeService.Members;

/// <summary>The calls by which members use their rights.</summary>
public sealed partial class MembershipEndpoint
{
    public override Task<ListConsentsResponse> ListConsents(ListConsentsRequest request, ServerCallContext context) =>
        consents.ListAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<GiveConsentResponse> GiveConsent(GiveConsentRequest request, ServerCallContext context) =>
        consents.GiveAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<WithdrawConsentResponse> WithdrawConsent(WithdrawConsentRequest request, ServerCallContext context) =>
        consents.WithdrawAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        Task.FromResult(consents.Standing(CallerIdentity.Of(context), request));

    public override Task<ListAccessesResponse> ListAccesses(ListAccessesRequest request, ServerCallContext context) =>
        accesses.ListAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<EraseMeResponse> EraseMe(EraseMeRequest request, ServerCallContext context) =>
        accesses.EraseAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<ContestResponse> Contest(ContestRequest request, ServerCallContext context) =>
        contests.OpenAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context) =>
        contests.ListAsync(CallerIdentity.Of(context), request, context.CancellationToken);

    public override Task<GetDisputeResponse> GetDispute(GetDisputeRequest request, ServerCallContext context) =>
        contests.GetAsync(CallerIdentity.Of(context), request, context.CancellationToken);
}

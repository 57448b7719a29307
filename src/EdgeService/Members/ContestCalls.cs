using EdgeService.Core.Disputes;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Rights;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Perks.Member.V1;
using Admin = Perks.Admin.V1;

namespace EdgeService.Members;

/// <summary>What members contest: reads, calls the flow, writes.</summary>
public sealed class ContestCalls(ContestFlow contests)
{
    private const int MaxStatementBytes = 1000;
    private const int MaxIdCharacters = 64;

    public async Task<ContestResponse> OpenAsync(Caller caller, ContestRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.Require(FieldReading.HasBytes(request.Statement, MaxStatementBytes), "", "statement", "required: what is wrong, 1 to 1000 bytes of UTF-8");
        var language = MemberReasons.LanguageFor(request.LanguageCode);
        var contesting = new Contesting(DecisionId(request, ref faults), Listing(request, ref faults), request.Statement, language);
        faults.ThrowIfAny();
        var act = new MemberAct("Contest", id, member, BodyOf(contesting));
        return ContestResponse.Parser.ParseFrom(await contests.OpenAsync(caller, act, contesting, Render, cancellation));

        byte[] Render(DisputeSight sight, Basis basis) =>
            new ContestResponse { Dispute = Write(sight, language), InForce = BasisWriting.Write(basis) }.ToByteArray();
    }

    public async Task<ListDisputesResponse> ListAsync(Caller caller, ListDisputesRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var (disputes, next) = await contests.ListAsync(caller, member, request.OpenOnly, request.PageToken, most, cancellation);
            return new ListDisputesResponse { Disputes = { disputes.Select(sight => Write(sight, request.LanguageCode)) }, NextPageToken = next };
        });
    }

    public async Task<GetDisputeResponse> GetAsync(Caller caller, GetDisputeRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.Require(request.DisputeId.Length is > 0 and <= MaxIdCharacters, "", "dispute_id", "required: the id of a dispute, 27 characters");
        faults.ThrowIfAny();
        return new GetDisputeResponse { Dispute = Write(await contests.GetAsync(caller, member, request.DisputeId, cancellation), request.LanguageCode) };
    }

    private static byte[] BodyOf(Contesting contesting)
    {
        var body = new RequestBody().Add(contesting.DecisionId.Span).Add((long)(contesting.Listing?.Kind ?? 0));
        if (contesting.Listing?.Ban is { } ban)
            body.Add((long)ban.Sector).Add((long)ban.Scope).Add(ban.From);
        return body.Add(contesting.Statement).Add(contesting.Language).ToArray();
    }

    private static DisputeSubject? Listing(ContestRequest request, ref FieldFaults faults)
    {
        var named = request.SubjectCase != ContestRequest.SubjectOneofCase.None && (request.SubjectCase != ContestRequest.SubjectOneofCase.Standing || request.Standing);
        faults.Require(named, "", "subject", "required: decision_id, claim_code, listing or standing");
        return request.SubjectCase == ContestRequest.SubjectOneofCase.Listing ? ListingWriting.Read(request.Listing, ref faults) : null;
    }

    private static byte[] DecisionId(ContestRequest request, ref FieldFaults faults)
    {
        if (request.SubjectCase is not (ContestRequest.SubjectOneofCase.DecisionId or ContestRequest.SubjectOneofCase.ClaimCode))
            return [];
        var id = request.SubjectCase == ContestRequest.SubjectOneofCase.DecisionId ? request.DecisionId.ToByteArray() : DecisionSeal.TryReadClaimCode(request.ClaimCode);
        faults.Require(id is { Length: > 0 and <= DecisionSeal.MaxSize }, "", "subject", "must be the decision id of a reply, or the claim code a terminal showed");
        return id ?? [];
    }

    private static OwnDispute Write(DisputeSight sight, string language)
    {
        var (dispute, subject) = (sight.Dispute, sight.Dispute.Subject);
        var message = new OwnDispute
        {
            DisputeId = sight.Id,
            State = (Admin.DisputeState)dispute.State,
            StateText = RightsWording.In(language).DisputeName(dispute.State),
            Statement = dispute.Statement,
            OpenTime = dispute.OpenedAt.ToTimestamp(),
            DeadlineTime = dispute.Deadline.ToTimestamp(),
            Overdue = dispute.IsOverdueAt(sight.At),
            ResolveTime = dispute.Resolution?.At.ToTimestamp(),
            ResolutionReason = dispute.Resolution?.Reason ?? "",
        };
        switch (subject.Kind)
        {
            case DisputeKind.Decision: message.ClaimCode = DecisionSeal.ClaimCodeOf(subject.DecisionId.Span); break;
            case DisputeKind.Ban: message.Listing = new ListingRef { Ban = ListingWriting.Name(subject.Ban!.Value) }; break;
            case DisputeKind.CourtListing: message.Listing = new ListingRef { Court = true }; break;
            default: message.Standing = true; break;
        }

        return message;
    }
}

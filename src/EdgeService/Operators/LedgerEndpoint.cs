using EdgeService.Audit;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>perks.admin.v1.LedgerService: reads, calls the flow, writes.</summary>
public sealed class LedgerEndpoint(LedgerFlow ledger, LedgerStateFlow state, CustodyFlow custody, FaultyClaimFlow faulty) : LedgerService.LedgerServiceBase
{
    private const int MaxFileNameCharacters = 64;

    public override async Task<GetGrantResponse> GetGrant(GetGrantRequest request, ServerCallContext context)
    {
        var (grantId, item) = LedgerReading.Target(request);
        var (grant, entries) = await ledger.GetAsync(grantId, item, context.CancellationToken);
        return LedgerWriting.Write(grant, entries);
    }

    public override async Task<ListGrantsResponse> ListGrants(ListGrantsRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        var search = LedgerReading.Search(request, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var page = await ledger.ListAsync(CallerIdentity.Of(context), search, request.PageToken, most, context.CancellationToken);
            return new ListGrantsResponse { Grants = { page.Grants.Select(LedgerWriting.Write) }, NextPageToken = page.NextPage };
        });
    }

    public override async Task ExportEntries(ExportEntriesRequest request, IServerStreamWriter<ExportEntriesResponse> responseStream, ServerCallContext context)
    {
        var partner = request.PartnerId.Length == 0 ? null : request.PartnerId;
        AuditSubject.Of(context.GetHttpContext())?.Say($"partner:{partner ?? "all"}");
        await foreach (var (entries, cursor) in ledger.ExportAsync(request.ResumeCursor, partner, context.CancellationToken))
        {
            foreach (var response in LedgerWriting.Parts(entries, cursor))
            {
                await responseStream.WriteAsync(response, context.CancellationToken);
            }
        }
    }

    public override async Task<ListConflictsResponse> ListConflicts(ListConflictsRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        faults.ThrowIfAny();
        var partner = request.PartnerId.Length == 0 ? null : request.PartnerId;
        return await AnswerSize.FitAsync(most, async most =>
        {
            var page = await ledger.ListConflictsAsync(partner, request.IncludeResolved, request.PageToken, most, context.CancellationToken);
            return new ListConflictsResponse { Conflicts = { page.Grants.Select(ConflictWriting.Write) }, NextPageToken = page.NextPage };
        });
    }

    public override async Task<ResolveConflictResponse> ResolveConflict(ResolveConflictRequest request, ServerCallContext context)
    {
        var change = LedgerReading.Resolution(request);
        AuditSubject.Of(context.GetHttpContext())?.Say($"conflict:{request.ConflictId}, {request.Resolution}");
        var reply = await custody.RunAsync(CallerIdentity.Of(context), change, Render, context.CancellationToken);
        return ResolveConflictResponse.Parser.ParseFrom(reply);

        static byte[] Render(GrantSight sight) => new ResolveConflictResponse { Conflict = ConflictWriting.Write(sight) }.ToByteArray();
    }

    public override async Task<ListFaultyClaimsResponse> ListFaultyClaims(ListFaultyClaimsRequest request, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        var (partner, terminal) = LedgerReading.Place(request, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var page = await faulty.ListAsync(partner, terminal, request.IncludeResolved, request.PageToken, most, context.CancellationToken);
            return new ListFaultyClaimsResponse { Claims = { page.Claims.Select(FaultyClaimWriting.Write) }, NextPageToken = page.NextPage };
        });
    }

    public override async Task<ResolveFaultyClaimResponse> ResolveFaultyClaim(ResolveFaultyClaimRequest request, ServerCallContext context)
    {
        var reply = await faulty.ResolveAsync(CallerIdentity.Of(context), LedgerReading.Decision(request), Render, context.CancellationToken);
        return ResolveFaultyClaimResponse.Parser.ParseFrom(reply);

        static byte[] Render(FaultyClaimView view) => new ResolveFaultyClaimResponse { Claim = FaultyClaimWriting.Write(view) }.ToByteArray();
    }

    public override async Task<DecideReviewResponse> DecideReview(DecideReviewRequest request, ServerCallContext context)
    {
        var change = LedgerReading.Review(request);
        AuditSubject.Of(context.GetHttpContext())?.Say(change.Target.Name);
        var reply = await custody.RunAsync(CallerIdentity.Of(context), change, Render, context.CancellationToken);
        return DecideReviewResponse.Parser.ParseFrom(reply);

        static byte[] Render(GrantSight sight) => new DecideReviewResponse { Grant = LedgerWriting.Write(sight) }.ToByteArray();
    }

    public override async Task BackUp(BackUpRequest request, IServerStreamWriter<BackUpResponse> responseStream, ServerCallContext context)
    {
        var faults = default(FieldFaults);
        faults.Require(IsFileName(request.FileName), "", "file_name", "must be at most 64 of a-z, 0-9, '.', '_' and '-', and not begin with a dot");
        faults.ThrowIfAny();
        var copy = await state.BackUpAsync(request.FileName.Length == 0 ? null : request.FileName, context.CancellationToken);
        AuditSubject.Of(context.GetHttpContext())?.Say($"backup:{copy.FileName}");
        await responseStream.WriteAsync(new BackUpResponse { FileName = copy.FileName, ByteCount = copy.Bytes, FinishTime = copy.FinishedAt.ToTimestamp() });
    }

    public override async Task<GetLedgerStatusResponse> GetLedgerStatus(GetLedgerStatusRequest request, ServerCallContext context) =>
        LedgerWriting.Write(await state.StateAsync(context.CancellationToken));

    private static bool IsFileName(string name) => name.Length <= MaxFileNameCharacters && !name.StartsWith('.')
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_' or '-');
}

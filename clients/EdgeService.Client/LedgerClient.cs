using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Client;

/// <summary>What operators ask of the ledger. Safe for concurrent use.</summary>
public sealed class LedgerClient(EdgeChannel channel)
{
    private readonly LedgerService.LedgerServiceClient _ledger = new(channel.Invoker);

    /// <summary>A grant and everything that was written about it.</summary>
    public Task<GetGrantResponse> GetAsync(string grantId, CancellationToken cancellation = default) => GetAsync(new GetGrantRequest { GrantId = grantId }, cancellation);

    /// <summary>The grant under which a partner's thing is out.</summary>
    public Task<GetGrantResponse> GetAsync(string partnerId, string itemRef, CancellationToken cancellation = default) =>
        GetAsync(new GetGrantRequest { Item = new PartnerItem { PartnerId = partnerId, ItemRef = itemRef } }, cancellation);

    /// <summary>One page of grants.</summary>
    public Task<ListGrantsResponse> ListAsync(ListGrantsRequest request, CancellationToken cancellation = default) =>
        _ledger.ListGrantsAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Every entry after <paramref name="cursor"/>, in the order they were written; empty begins with the first. No deadline: it ends when all are sent.</summary>
    public async IAsyncEnumerable<ExportEntriesResponse> ExportAsync(
        string cursor = "", string partnerId = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var request = new ExportEntriesRequest { ResumeCursor = cursor, PartnerId = partnerId };
        using var call = _ledger.ExportEntries(request, new CallOptions(cancellationToken: cancellation));
        while (await Answering.NextAsync(call.ResponseStream, cancellation))
        {
            yield return call.ResponseStream.Current;
        }
    }

    /// <summary>One page of conflicts.</summary>
    public Task<ListConflictsResponse> ListConflictsAsync(ListConflictsRequest request, CancellationToken cancellation = default) =>
        _ledger.ListConflictsAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Decides a conflict.</summary>
    public async Task<Conflict> ResolveConflictAsync(
        string conflictId, ConflictResolution resolution, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ResolveConflictRequest { RequestId = RequestId.OrNew(requestId), ConflictId = conflictId, Resolution = resolution, Reason = reason };
        return (await _ledger.ResolveConflictAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Conflict;
    }

    /// <summary>One page of claims that could not be settled.</summary>
    public Task<ListFaultyClaimsResponse> ListFaultyClaimsAsync(ListFaultyClaimsRequest request, CancellationToken cancellation = default) =>
        _ledger.ListFaultyClaimsAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>Decides a claim that could not be settled.</summary>
    public async Task<FaultyClaim> ResolveFaultyClaimAsync(
        string claimId, FaultyClaimResolution resolution, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new ResolveFaultyClaimRequest { RequestId = RequestId.OrNew(requestId), ClaimId = claimId, Resolution = resolution, Reason = reason };
        return (await _ledger.ResolveFaultyClaimAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Claim;
    }

    /// <summary>Decides a review; <paramref name="returnTime"/> null means that nothing comes of it.</summary>
    public async Task<LedgerGrant> DecideReviewAsync(
        string grantId, DateTimeOffset? returnTime, string reason, Guid? requestId = null, CancellationToken cancellation = default)
    {
        var request = new DecideReviewRequest { RequestId = RequestId.OrNew(requestId), GrantId = grantId, ReturnTime = returnTime?.ToTimestamp(), Reason = reason };
        return (await _ledger.DecideReviewAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation)).Grant;
    }

    /// <summary>
    /// Writes a copy of the ledger into the service's own folder; an empty name is made from the time. Tells how far it is; the copy is there
    /// when the last answer has a finish time.
    /// </summary>
    public async IAsyncEnumerable<BackUpResponse> BackUpAsync(string fileName = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var call = _ledger.BackUp(new BackUpRequest { FileName = fileName }, new CallOptions(cancellationToken: cancellation));
        while (await Answering.NextAsync(call.ResponseStream, cancellation))
        {
            yield return call.ResponseStream.Current;
        }
    }

    /// <summary>How the ledger is.</summary>
    public Task<GetLedgerStatusResponse> StatusAsync(CancellationToken cancellation = default) =>
        _ledger.GetLedgerStatusAsync(new GetLedgerStatusRequest(), channel.Options(cancellation)).AnswerAsync(cancellation);

    private Task<GetGrantResponse> GetAsync(GetGrantRequest request, CancellationToken cancellation) =>
        _ledger.GetGrantAsync(request, channel.Options(cancellation)).AnswerAsync(cancellation);
}

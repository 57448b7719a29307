using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Flow;
using EdgeService.Terminals;
using Perks.Admin.V1;
using Edge = Perks.Edge.V1;
using FaultyClaimResolution = Perks.Admin.V1.FaultyClaimResolution;

namespace EdgeService.Operators;

/// <summary>From operators' requests to what the flow is asked.</summary>
public static class LedgerReading
{
    private const int MaxIdCharacters = 48;

    /// <summary>The grant asked for: by id, or by item.</summary>
    public static (string? GrantId, ItemRef? Item) Target(GetGrantRequest request)
    {
        var faults = default(FieldFaults);
        if (request.TargetCase == GetGrantRequest.TargetOneofCase.Item)
        {
            faults.Require(IsId(request.Item.PartnerId), "", "item.partner_id", "required: the partner who numbers it");
            var item = new ItemRef(request.Item.PartnerId, FieldReading.Item(request.Item.ItemRef, ref faults));
            faults.ThrowIfAny();
            return (null, item);
        }

        var target = FieldReading.Grant(request.GrantId, ref faults);
        faults.ThrowIfAny();
        return (target.GrantId, null);
    }

    public static GrantSearch Search(ListGrantsRequest request, ref FieldFaults faults)
    {
        foreach (var (field, value) in new[] { ("partner_id", request.PartnerId), ("venue_id", request.VenueId), ("perk_id", request.PerkId) })
            faults.Require(value.Length == 0 || IsId(value), "", field, "must be at most 48 characters");
        return new GrantSearch
        {
            PartnerId = OrNull(request.PartnerId),
            VenueId = OrNull(request.VenueId),
            PerkId = OrNull(request.PerkId),
            States = States(request.Custodies, ref faults),
            OverdueOnly = request.OverdueOnly,
            MemberOfGrantId = request.MemberCase == ListGrantsRequest.MemberOneofCase.MemberOfGrantId ? request.MemberOfGrantId : null,
            Member = request.MemberCase == ListGrantsRequest.MemberOneofCase.MemberRef ? FieldReading.Member(request.MemberRef, "", ref faults) : null,
        };
    }

    public static CustodyRequest Resolution(ResolveConflictRequest request)
    {
        var faults = default(FieldFaults);
        var stands = request.Resolution == ConflictResolution.Stands;
        faults.Require(stands || request.Resolution == ConflictResolution.Dismissed, "", "resolution", "required: STANDS or DISMISSED");
        faults.Require(request.ConflictId.Length is > 0 and <= 64, "", "conflict_id", "required: the id of a conflict");
        var reason = FieldReading.RequiredReason(request.Reason, ref faults);
        var body = new RequestBody().Add((long)request.Resolution).Add(reason);
        return GrantChanges.Change("ResolveConflict", request.RequestId, new GrantTarget(request.ConflictId, null), body, ref faults, (number, party) =>
            new ResolveConflict(number, party.PartnerId, stands, party.Actor, reason));
    }

    /// <summary>Whose faulty claims: a partner's, or one terminal's of it.</summary>
    public static (string? Partner, string? Terminal) Place(ListFaultyClaimsRequest request, ref FieldFaults faults)
    {
        faults.Require(request.PartnerId.Length == 0 || IsId(request.PartnerId), "", "partner_id", "must be at most 48 characters");
        faults.Require(request.Terminal.Length == 0 || request.Terminal.Split(':') is [{ Length: > 0 and <= MaxIdCharacters }, { Length: > 0 and <= MaxIdCharacters }], "", "terminal", "must be of the form <venue>:<terminal>");
        faults.Require(request.Terminal.Length == 0 || request.PartnerId.Length > 0, "", "partner_id", "required beside a terminal");
        return (OrNull(request.PartnerId), OrNull(request.Terminal));
    }

    public static FaultyClaimDecisionRequest Decision(ResolveFaultyClaimRequest request)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        faults.Require(request.Resolution is FaultyClaimResolution.Recorded or FaultyClaimResolution.Dismissed, "", "resolution", "required: RECORDED or DISMISSED");
        faults.Require(request.ClaimId.Length is > 0 and <= MaxIdCharacters, "", "claim_id", "required: the id of a claim");
        var reason = FieldReading.RequiredReason(request.Reason, ref faults);
        faults.ThrowIfAny();
        return new FaultyClaimDecisionRequest(id, request.ClaimId, (Core.Grants.FaultyClaimResolution)request.Resolution, reason);
    }

    public static CustodyRequest Review(DecideReviewRequest request)
    {
        var faults = default(FieldFaults);
        var returned = FieldReading.Moment(request.ReturnTime, "return_time", ref faults);
        var reason = FieldReading.RequiredReason(request.Reason, ref faults);
        var body = new RequestBody().Add(returned).Add(reason);
        return GrantChanges.Change("DecideReview", request.RequestId, FieldReading.Grant(request.GrantId, ref faults), body, ref faults, (number, party) =>
            new DecideReview(number, party.PartnerId, returned, party.Actor, reason));
    }

    private static ImmutableArray<GrantState> States(IEnumerable<Edge.Custody> custodies, ref FieldFaults faults)
    {
        var known = Enum.GetValues<GrantState>().ToDictionary(GrantWriting.Write);
        var states = ImmutableArray.CreateBuilder<GrantState>();
        foreach (var custody in custodies)
        {
            faults.Require(known.TryGetValue(custody, out var state), "", "custodies", "must be states of the contract");
            states.Add(state);
        }

        return states.ToImmutable();
    }

    private static bool IsId(string value) => FieldReading.HasBytes(value, MaxIdCharacters);

    private static string? OrNull(string value) => value.Length == 0 ? null : value;
}

using EdgeService.Core.Eligibility;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Perks.Member.V1;
using Edge = Perks.Edge.V1;

namespace EdgeService.Members;

/// <summary>Who asked about a member, and the member's leaving: reads, calls the flow, writes.</summary>
public sealed class AccessCalls(AccessFlow accesses, ErasureFlow erasure)
{
    public async Task<ListAccessesResponse> ListAsync(Caller caller, ListAccessesRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        var most = FieldReading.PageSize(request.PageSize, ref faults);
        faults.ThrowIfAny();
        return await AnswerSize.FitAsync(most, async most =>
        {
            var page = await accesses.ListAsync(caller, member, request.PageToken, most, cancellation);
            return new ListAccessesResponse
            {
                Accesses = { page.Accesses.Select(sight => Write(sight, MemberReasons.LanguageFor(request.LanguageCode))) },
                NextPageToken = page.NextPage,
                Retention = page.Retention.ToDuration(),
                CompleteSinceTime = page.CompleteSince?.ToTimestamp(),
                ThisEdgeAlone = page.ThisEdgeAlone,
            };
        });
    }

    public async Task<EraseMeResponse> EraseAsync(Caller caller, EraseMeRequest request, CancellationToken cancellation)
    {
        var faults = default(FieldFaults);
        var id = FieldReading.RequestId(request.RequestId, ref faults);
        var member = FieldReading.Member(request.MemberRef, "", ref faults);
        faults.Require(request.Understood, "", "understood", "required: true, once the app has told the member what will happen");
        faults.ThrowIfAny();
        return EraseMeResponse.Parser.ParseFrom(await erasure.RunAsync(caller, new MemberAct("EraseMe", id, member, []), Render, cancellation));

        static byte[] Render(Remainder remainder, Basis basis)
        {
            var response = new EraseMeResponse { InForce = BasisWriting.Write(basis) };
            if (remainder.OpenGrants > 0)
                response.Remainders.Add(new ErasureRemainder { Kind = RemainderKind.OpenGrant, Count = remainder.OpenGrants });
            if (remainder.OpenDisputes > 0)
                response.Remainders.Add(new ErasureRemainder { Kind = RemainderKind.OpenDispute, Count = remainder.OpenDisputes, UntilTime = remainder.LastDeadline?.ToTimestamp() });
            response.Remainders.Add(new ErasureRemainder { Kind = RemainderKind.Act, Count = 1 });
            return response.ToByteArray();
        }
    }

    private static Access Write(AccessSight sight, string language)
    {
        var last = sight.Last;
        var (partner, venue) = last.Asker.Split(':') is [var first, var second, _] ? (first, second) : ("", "");
        return new Access
        {
            LastTime = sight.LastAt.ToTimestamp(),
            FirstTime = sight.FirstAt.ToTimestamp(),
            Count = sight.Count,
            PartnerId = partner,
            PartnerName = sight.Partner?.Name.In(language) ?? "",
            VenueId = venue,
            PerkId = last.Perk?.Id ?? "",
            PerkTitle = last.Perk?.Title.In(language) ?? "",
            Outcome = (Edge.Outcome)last.Outcome,
            RefusalCode = (Edge.RefusalCode)last.Code,
            ClaimCode = DecisionSeal.ClaimCodeOf(sight.LastId.Span),
        };
    }
}

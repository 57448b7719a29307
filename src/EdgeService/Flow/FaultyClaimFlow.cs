using System.Buffers.Binary;
using System.Globalization;
using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A claim that could not be settled, as operators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Pseudonym">The name that the partner knows the member by; empty where whom it concerns could not be told.</param>
public sealed record FaultyClaimView(string Id, FaultyClaim Claim, string Pseudonym);

/// <summary>One page of them.</summary>
/// <param name="Claims">The oldest first.</param>
/// <param name="NextPage">Where the next page begins; empty when there is none.</param>
public sealed record FaultyClaimViews(IReadOnlyList<FaultyClaimView> Claims, string NextPage);

/// <summary>An operator's wish to decide one.</summary>
public sealed record FaultyClaimDecisionRequest(Guid RequestId, string ClaimId, FaultyClaimResolution Resolution, string Reason);

/// <summary>Claims of terminals' journals that cannot be settled: kept for a person, never dropped, never silently accepted.</summary>
public sealed class FaultyClaimFlow(Remembering remembering, Seals seals, TimeProvider clock)
{
    private const string Keep = "KeepFaultyClaim";
    private const string Resolve = "ResolveFaultyClaim";

    private static readonly EdgeFault Unknown = new(FaultReason.ClaimUnknown, "No such claim is among those that could not be settled. List them to see which are.");

    private static readonly EdgeFault TooManyWait = new(
        FaultReason.ClaimsWaiting,
        string.Create(CultureInfo.InvariantCulture, $"{FaultyClaim.MostWaiting} claims of this terminal wait for a person: no more is taken on. Keep the journal, have an operator decide them, then upload it again."));

    /// <summary>By which the claim is known should it be faulty.</summary>
    internal UInt128 IdOf(Caller caller, ReportedClaim reported) => BinaryPrimitives.ReadUInt128BigEndian(DigestOf(caller, reported));

    /// <summary>Keeps it durably, once however often it is uploaded; the answer is the first one for as long as answers are kept.</summary>
    /// <exception cref="EdgeFaultException">The ledger is out of reach, or too many of the terminal's wait: it is to be reported again.</exception>
    internal Task<byte[]> KeepAsync(
        Caller caller, ReportedClaim reported, ClaimFindings found, EdgeFault? fault, TokenFault verdict, Func<ClaimSight, byte[]> render, CancellationToken cancellation)
    {
        var digest = DigestOf(caller, reported);
        var claim = ClaimOf(caller, reported, found) with
        {
            Fault = (int)(fault?.Reason ?? 0),
            Message = fault?.Message ?? "",
            Verdict = verdict,
        };
        var sight = new ClaimSight(reported.Sequence, fault is null ? ClaimResult.InvalidToken : ClaimResult.Faulty)
        {
            Token = verdict,
            Fault = fault,
            ClaimId = IdOf(claim.Id),
        };
        return remembering.AppendAsync(
            new LedgerCall
            {
                Member = default,
                Request = new LedgerRequest(caller.Urn, Keep, new Guid(digest.AsSpan(0, 16)), digest),
                Now = claim.RecordedAt,
                Faulty = new FaultyClaimKey(claim.Id, caller.Urn),
                Claim = reported.Sequence > 0 ? new ClaimMark(caller.Urn, reported.Sequence) : null,
                Decide = scene => VerdictOf(FaultyClaims.Keep(scene.Faulty, claim), render(sight)),
            },
            cancellation);
    }

    public async Task<FaultyClaimViews> ListAsync(string? partnerId, string? terminal, bool decidedToo, string pageToken, int most, CancellationToken cancellation)
    {
        var filter = new FaultyClaimFilter
        {
            PartnerId = partnerId,
            Terminal = terminal is null ? null : $"{CallerUrn.TerminalPrefix}{partnerId}:{terminal}",
            OpenOnly = !decidedToo,
        };
        var page = await remembering.ListFaultyClaimsAsync(filter, CursorOf(pageToken), most, cancellation);
        return new FaultyClaimViews([.. page.Claims.Select(ViewOf)], page.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"{next.At}.{next.Sequence}.{IdOf(next.Id)}") : "");
    }

    /// <summary>Closes it. No grant is changed: what had happened is recorded by the calls that record such things.</summary>
    public async Task<byte[]> ResolveAsync(Caller caller, FaultyClaimDecisionRequest request, Func<FaultyClaimView, byte[]> render, CancellationToken cancellation)
    {
        if (!TryReadId(request.ClaimId, out var id))
            throw new EdgeFaultException(Unknown);
        var now = clock.GetUtcNow();
        var body = new RequestBody().Add(request.ClaimId).Add((long)request.Resolution).Add(request.Reason).ToArray();
        var decision = new FaultyClaimDecision(request.Resolution, now, Actor.Operator(caller.Name), request.Reason);
        return await remembering.AppendAsync(
            new LedgerCall
            {
                Member = default,
                Request = new LedgerRequest(caller.Urn, Resolve, request.RequestId, seals.DigestOf(Resolve, body)),
                Now = now,
                Faulty = new FaultyClaimKey(id, null),
                Decide = scene =>
                {
                    var step = FaultyClaims.Decide(scene.Faulty, decision);
                    return VerdictOf(step, step.Changes ? render(ViewOf(step.Claim!)) : []);
                },
            },
            cancellation);
    }

    /// <summary>Refuses a claim that a person has decided: what it says must not be recorded a second time.</summary>
    internal static void RequireUndecided(in FaultyClaimSight known)
    {
        if (FaultyClaims.IsClosed(known))
            throw new EdgeFaultException(new EdgeFault(FaultReason.StateConflict, Before(known.Claim!.Decision!)));
    }

    private byte[] DigestOf(Caller caller, ReportedClaim reported) =>
        seals.DigestOf(Keep, new RequestBody().Add(caller.Urn).Add(reported.Sequence).Add(reported.Sent.Span).ToArray());

    private static LedgerVerdict VerdictOf(FaultyClaimStep step, byte[] reply) => step.Outcome switch
    {
        FaultyClaimOutcome.TooManyWait => throw new EdgeFaultException(TooManyWait),
        FaultyClaimOutcome.Unknown => throw new EdgeFaultException(Unknown),
        FaultyClaimOutcome.DecidedBefore => throw new EdgeFaultException(new EdgeFault(FaultReason.StateConflict, Before(step.Claim!.Decision!))),
        _ => LedgerVerdict.Unchanged(reply) with { Faulty = step.Changes ? step.Claim : null },
    };

    private static string Before(FaultyClaimDecision decision) => string.Create(
        CultureInfo.InvariantCulture, $"The claim is {EntryNames.Spelled(decision.Resolution.ToString())} since {decision.At:yyyy-MM-dd HH:mm:ss} UTC.");

    private FaultyClaim ClaimOf(Caller caller, ReportedClaim reported, ClaimFindings found) => new()
    {
        Id = found.Id,
        Terminal = caller.Urn,
        PartnerId = caller.PartnerId,
        Sequence = reported.Sequence,
        RecordedAt = clock.GetUtcNow(),
        RequestId = reported.RequestId,
        Act = reported.Act,
        At = reported.At,
        PerkId = found.PerkId ?? reported.PerkId,
        Units = found.Units ?? reported.Units,
        Items = reported.Items,
        HandedOver = reported.HandedOver,
        Member = found.Member,
        Token = found.Token,
    };

    private FaultyClaimView ViewOf(FaultyClaim claim) =>
        new(IdOf(claim.Id), claim, claim.Member is { } member ? seals.PseudonymOf(member, claim.PartnerId) : "");

    private static string IdOf(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    private static bool TryReadId(string text, out UInt128 id) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id) && text.Length == 32;

    private static FaultyClaimCursor? CursorOf(string token)
    {
        if (token.Length == 0)
            return null;
        return token.Split('.') is [var time, var number, var name]
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence)
            && TryReadId(name, out var id)
            ? new FaultyClaimCursor(at, sequence, id)
            : throw new EdgeFaultException(Pages.NotOurs);
    }
}

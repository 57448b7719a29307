using System.Collections.Concurrent;
using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeTerminals.Station;

/// <summary>What was permitted, refused and found to conflict, and how long answers took. Safe for any number of threads.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<AdmissionBasis, int> _byBasis = new();
    private readonly ConcurrentDictionary<string, int> _refusals = new();
    private readonly ConcurrentDictionary<ClaimOutcome, int> _claims = new();
    private readonly ConcurrentDictionary<string, bool> _conflicts = new();
    private readonly ConcurrentBag<double> _milliseconds = [];

    public IReadOnlyCollection<string> Conflicts => [.. _conflicts.Keys];

    public void Note(Admission admission, TimeSpan took)
    {
        _byBasis.AddOrUpdate(admission.Basis, 1, (_, count) => count + 1);
        _milliseconds.Add(took.TotalMilliseconds);
        if (!admission.MayOpen)
            _refusals.AddOrUpdate(ReasonOf(admission), 1, (_, count) => count + 1);
    }

    public void Note(OfflineClaimResult result)
    {
        _claims.AddOrUpdate(result.Outcome, 1, (_, count) => count + 1);
        if (result.ConflictId.Length > 0)
            _conflicts[result.ConflictId] = true;
    }

    /// <summary>
    /// Things that the terminals accepted by themselves and that are neither in the ledger nor kept as a conflict nor waiting. A faulty claim counts where
    /// nothing is lent: there it can only be a token; elsewhere it may be the return of a thing whose loan had lapsed.
    /// </summary>
    public int Unrecorded(int waiting, bool lendsThings) =>
        _byBasis.GetValueOrDefault(AdmissionBasis.CutOff) - waiting - _claims.Values.Sum()
        + _claims.GetValueOrDefault(ClaimOutcome.InvalidToken) + (lendsThings ? 0 : _claims.GetValueOrDefault(ClaimOutcome.Faulty));

    public Summary Sum()
    {
        var sorted = _milliseconds.Order().ToArray();
        return new Summary(
            _byBasis.Where(basis => basis.Key != AdmissionBasis.None).Sum(basis => basis.Value),
            _byBasis.GetValueOrDefault(AdmissionBasis.Service),
            _byBasis.GetValueOrDefault(AdmissionBasis.Provisional),
            _byBasis.GetValueOrDefault(AdmissionBasis.CutOff),
            _byBasis.GetValueOrDefault(AdmissionBasis.None),
            _refusals.OrderByDescending(reason => reason.Value).ToDictionary(),
            _conflicts.Count,
            _claims.ToDictionary(claim => claim.Key.ToString(), claim => claim.Value),
            At(sorted, 0.5),
            At(sorted, 0.95),
            At(sorted, 0.99),
            sorted.Length == 0 ? 0 : sorted[^1]);
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];

    private static string ReasonOf(Admission refused) => refused switch
    {
        { Scanned: not ScannedKind.Token } => $"scanned: {refused.Scanned}",
        { Fault: { } fault } => $"fault: {(fault.Reason == ErrorReason.Unspecified ? fault.Status.ToString() : fault.Reason.ToString())}",
        { Offline: { Refusal: var refusal } offline } => refusal == EdgeService.Core.Eligibility.CutOffRefusal.Token ? $"offline: {offline.Verdict}" : $"offline: {refusal}",
        { Verdict: > TokenVerdict.Valid } => $"token: {refused.Verdict}",
        { ItemTaken: true } => "item taken",
        { Decision: { } decision } => $"decision: {decision.RefusalCode}",
        _ => "other",
    };
}

/// <summary>What a run came to.</summary>
/// <param name="Permits">Opened, lent or taken back.</param>
/// <param name="ByService">Of them on the service's word.</param>
/// <param name="Provisional">Of them noted at the edge.</param>
/// <param name="CutOff">Of them by the terminal itself.</param>
/// <param name="Refusals">Refused.</param>
/// <param name="RefusalReasons">Refusals by reason.</param>
/// <param name="Conflicts">Distinct late conflicts that came back.</param>
/// <param name="Claims">Uploaded claims by what became of them.</param>
/// <param name="P50">Median time to an answer, in milliseconds.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Longest">Longest.</param>
internal sealed record Summary(
    int Permits,
    int ByService,
    int Provisional,
    int CutOff,
    int Refusals,
    IReadOnlyDictionary<string, int> RefusalReasons,
    int Conflicts,
    IReadOnlyDictionary<string, int> Claims,
    double P50,
    double P95,
    double P99,
    double Longest)
{
    /// <summary>What a fleet checked when all links were up again; null for a single terminal.</summary>
    public FleetProof? Fleet { get; init; }

    /// <summary>For people: one line each.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"permits    {Permits} (service {ByService}, provisional {Provisional}, cut off {CutOff})";
        yield return $"refusals   {Refusals}{string.Concat(RefusalReasons.Select(reason => $"; {reason.Key} {reason.Value}"))}";
        yield return $"conflicts  {Conflicts}; claims uploaded: {(Claims.Count == 0 ? "none" : string.Join(", ", Claims.Select(claim => $"{claim.Key} {claim.Value}")))}";
        yield return $"latency    p50 {P50:0.0} ms, p95 {P95:0.0} ms, p99 {P99:0.0} ms, longest {Longest:0} ms";
        if (Fleet is { } proof)
            yield return $"proof      {proof.Tokens} tokens opened, {proof.DoubleUses} double uses, {proof.ListedConflicts} listed as conflicts, {proof.Lost} grants lost, {proof.Waiting} claims waiting: {(proof.Holds ? "holds" : "DOES NOT HOLD")}";
    }
}

/// <summary>What must hold after a fleet's run.</summary>
/// <param name="Tokens">Tokens that opened something.</param>
/// <param name="DoubleUses">Openings beyond the first of each token.</param>
/// <param name="ListedConflicts">Late conflicts of this run that the operator's list has.</param>
/// <param name="Lost">Tokens that opened something and that the ledger does not know as used.</param>
/// <param name="Waiting">Claims that were not settled in the time given.</param>
internal sealed record FleetProof(int Tokens, int DoubleUses, int ListedConflicts, int Lost, int Waiting)
{
    public bool Holds => Lost == 0 && Waiting == 0 && ListedConflicts == DoubleUses;
}

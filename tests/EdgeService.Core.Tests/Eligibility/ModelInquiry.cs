using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>An inquiry that can be kept, unlike the real one. That the venue takes deposits is known from the catalog's draft, not from its offers.</summary>
internal sealed record ModelInquiry(
    Perk Perk,
    Venue Venue,
    bool TakesDeposits,
    Standing? Standing,
    IReadOnlyList<NamedValue> Attributes,
    int Units,
    long Amount,
    Money? Paid,
    bool MemberActs,
    bool BeforeTheGate,
    LedgerView Ledger,
    TimeSpan Age,
    DateTimeOffset Now);

/// <summary>What the model answers.</summary>
internal sealed record ModelAnswer(
    string Outcome,
    string Code,
    Reason Principal,
    string Reasons,
    bool Stale,
    bool Provisional,
    int? NextStep,
    Money? Limit,
    Money? Waived,
    Remedy? Remedy);

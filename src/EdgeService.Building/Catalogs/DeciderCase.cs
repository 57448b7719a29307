using EdgeService.Core.Eligibility;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Catalogs;

/// <summary>A file of decider cases: what a member, a terminal and the world are like, and what the answer must be.</summary>
internal sealed record DeciderCaseFile
{
    /// <summary>For readers.</summary>
    public string? Comment { get; init; }

    /// <summary>Moment of every case that names none.</summary>
    public required DateTimeOffset Now { get; init; }

    public required IReadOnlyList<DeciderCase> Cases { get; init; }
}

/// <summary>One case.</summary>
internal sealed record DeciderCase
{
    public required string Name { get; init; }

    /// <summary>Perk id.</summary>
    public required string Perk { get; init; }

    /// <summary>Terminal as <c>partner:venue:terminal</c>.</summary>
    public required string At { get; init; }

    /// <summary>Null for whoever is not enrolled; it must be said.</summary>
    public required CaseMember? Member { get; init; }

    /// <summary>Text, number or true/false by attribute name.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Attributes { get; init; }

    public int Units { get; init; } = 1;

    public long Amount { get; init; }

    public bool MemberActs { get; init; }

    public Usage Usage { get; init; }

    public CaseLedger Ledger { get; init; } = CaseLedger.Reachable;

    public double AgeHours { get; init; }

    public DateTimeOffset? Now { get; init; }

    public required CaseAnswer Expect { get; init; }
}

/// <summary>A member of a case. What is not said is the ordinary thing.</summary>
internal sealed record CaseMember
{
    /// <summary>Exact score, 350–950.</summary>
    public required int Score { get; init; }

    public Tier Tier { get; init; }

    public bool CourtListed { get; init; }

    public bool PaymentLineOpen { get; init; }

    /// <summary>Consents as <c>SCENE:partner</c>; when absent, the one that the case's perk and terminal ask for.</summary>
    public IReadOnlyList<string>? Consents { get; init; }

    public IReadOnlyList<CaseBan> Bans { get; init; } = [];
}

/// <summary>A ban of a case; without dates it is in force.</summary>
internal sealed record CaseBan
{
    public required Sector Sector { get; init; }

    public BanScope Scope { get; init; }

    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    public DateTimeOffset? Until { get; init; }

    public DisputeState Dispute { get; init; }
}

/// <summary>Whether the ledger can be asked.</summary>
internal enum CaseLedger
{
    Reachable,
    OutOfReach,

    /// <summary>Out of reach, and the member has had the outage's provisional grant.</summary>
    AllowanceUsed,
}

/// <summary>The answer a case expects; what is not said is expected to be absent.</summary>
internal sealed record CaseAnswer
{
    public required Outcome Outcome { get; init; }

    public TerminalCode Code { get; init; }

    public Reason Principal { get; init; }

    /// <summary>All reasons; when absent, the principal one alone.</summary>
    public IReadOnlyList<Reason>? Reasons { get; init; }

    public bool Stale { get; init; }

    public bool Provisional { get; init; }

    public int? NextStep { get; init; }

    /// <summary>Credit limit in minor units.</summary>
    public long? CreditLimit { get; init; }
}

namespace EdgeService.Core.Grants;

/// <summary>What is owed for a grant: the money state machine. Numbers are stored: never reuse one.</summary>
public enum MoneyState
{
    /// <summary>Nothing is charged, or all of it was waived.</summary>
    None = 1,

    /// <summary>Something is to be paid.</summary>
    Due = 2,

    /// <summary>Everything charged is paid.</summary>
    Paid = 3,

    /// <summary>The last payment did not go through, and something is to be paid.</summary>
    Failed = 4,

    /// <summary>Billing stands still until a person has decided: see <see cref="Grant.Review"/>.</summary>
    Paused = 5,

    /// <summary>The member is owed: a deposit that is over, or what was paid for a claim that does not stand.</summary>
    RefundDue = 6,
}

/// <summary>What a grant means for the member's record with the programme: the third state machine. Numbers are stored: never reuse one.</summary>
public enum RecordEffect
{
    /// <summary>Nothing: it goes on, was called off, or is not paid yet though in time.</summary>
    None = 1,

    /// <summary>It ended well: returned and paid in time.</summary>
    Kept = 2,

    /// <summary>It is overdue, unpaid after its time, or lost and not yet paid: it may yet be put right.</summary>
    AtRisk = 3,

    /// <summary>It was not kept: a claim is unpaid after its time, or a payment failed after it.</summary>
    Broken = 4,

    /// <summary>Somebody contests it: it counts for nothing until a person has decided.</summary>
    Suspended = 5,

    /// <summary>It was put right after its time: returned or paid late, or lost and paid for.</summary>
    Late = 6,
}

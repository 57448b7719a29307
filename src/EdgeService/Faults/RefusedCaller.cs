namespace EdgeService.Faults;

/// <summary>Which faults say that somebody was refused for who they are, or reached for what is not theirs.</summary>
public static class RefusedCaller
{
    public static bool IsMeantBy(FaultReason reason) => reason is FaultReason.IdentityMissing or FaultReason.IdentityUnknown or FaultReason.MethodNotAllowed
        or FaultReason.PerkNotOffered or FaultReason.AppCodeUsedElsewhere or FaultReason.GrantUnknown or FaultReason.DecisionUnknown
        or FaultReason.ReceiptUnmatched or FaultReason.TokenOfAnother or FaultReason.PerkBudgetSpent
        or FaultReason.IdentitySuspended or FaultReason.IdentityRevoked or FaultReason.IdentityUnverifiable;
}

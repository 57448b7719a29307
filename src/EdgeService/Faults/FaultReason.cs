namespace EdgeService.Faults;

/// <summary>Why a call was not answered. Names and numbers are those of <c>perks.edge.v1.ErrorReason</c>; a test keeps them so.</summary>
public enum FaultReason
{
    FieldInvalid = 1,
    IdentityMissing = 2,
    IdentityUnknown = 3,
    MethodNotAllowed = 4,
    PerkNotOffered = 5,
    AppCodeExpired = 6,
    AppCodeUsedElsewhere = 7,
    RequestIdReused = 8,
    GrantUnknown = 9,
    StateConflict = 10,
    BasisTooOld = 11,
    NotReady = 12,
    LedgerUnavailable = 13,
    Overloaded = 14,
    DecisionUnknown = 15,
    Internal = 16,
    ReceiptInvalid = 30,
    ReceiptUnmatched = 31,
    ConflictUnknown = 32,
    CursorInvalid = 33,
    NotThisStore = 34,
    ProvisionalSpent = 35,
    ChangeGap = 50,
    ChangeConflict = 51,
    SnapshotRefused = 52,
    UploadOffset = 53,
    StorageFull = 54,
    RollbackImpossible = 55,
}

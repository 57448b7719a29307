using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>What the caller of a failed call should do next.</summary>
internal static class FaultAdvice
{
    public static string For(EdgeFault fault) => fault.Reason switch
    {
        ErrorReason.FieldInvalid => "Correct the fields named, then call again.",
        ErrorReason.IdentityMissing => "Present a client certificate that the authority of your role has signed.",
        ErrorReason.IdentityUnknown => "Ask the operator to enrol this identity: in the catalog, and with a certificate of its role's own authority.",
        ErrorReason.MethodNotAllowed => "Call with an identity of the right role: terminal, member app or operator.",
        ErrorReason.PerkNotOffered => "List the perks of this terminal and ask for one of those.",
        ErrorReason.AppCodeExpired => "Ask the member to refresh the code in the app, and scan again within a minute.",
        ErrorReason.AppCodeUsedElsewhere => "Ask the member for a new code; this one belongs to another terminal.",
        ErrorReason.RequestIdReused => "Use a new request id for a new intent; repeat one only with the same request.",
        ErrorReason.GrantUnknown => "Check the grant id or item reference.",
        ErrorReason.StateConflict => "Read the grant to see its state, then choose the step that fits it.",
        ErrorReason.BasisTooOld => "Try again in a moment, or ask another edge.",
        ErrorReason.NotReady => "Wait for the edge to load its snapshot, catalog and key, or ask another edge.",
        ErrorReason.LedgerUnavailable => "Try again with the same request id; nothing is granted twice.",
        ErrorReason.Overloaded or ErrorReason.CallerLimit => Wait(fault.RetryDelay),
        ErrorReason.DecisionUnknown => "Check the claim code; only the member it concerns can open it.",
        ErrorReason.ReceiptInvalid => "Scan the receipt again; if it stays so, take it to a desk.",
        ErrorReason.ReceiptUnmatched => "Check whose receipt it is: nothing it speaks of was lent to this member by this partner.",
        ErrorReason.ConflictUnknown => "List the conflicts and choose one of those.",
        ErrorReason.TooLate => "Ask an operator: the time for it is over.",
        ErrorReason.ClaimUnknown => "List the faulty claims and choose one of those.",
        ErrorReason.ClaimsWaiting => "Keep the journal; upload it again when an operator has decided the claims that wait.",
        ErrorReason.CursorInvalid => "Begin again without a cursor or page token.",
        ErrorReason.NotThisStore => "Use the tool that the message names.",
        ErrorReason.ProvisionalSpent => "Try again with the same request id when the ledger is back, or offer the remedy.",
        ErrorReason.ChangeGap => "Send the changes from the revision named on.",
        ErrorReason.ChangeConflict => "Find out which of the two changes is right, and send it under a new revision.",
        ErrorReason.SnapshotRefused => "Build or fetch a snapshot that fits this edge; what is served stays.",
        ErrorReason.UploadOffset => "Begin the upload again at the offset named.",
        ErrorReason.StorageFull => "Make room on the edge's disk, then call again.",
        ErrorReason.RollbackImpossible => "List the snapshots; push the one that should be served.",
        ErrorReason.AuditUnavailable => "Make room where the edge keeps its audit log, then repeat with the same request id.",
        ErrorReason.TokenOfAnother => "Ask with the app code of the member it was issued for.",
        ErrorReason.PerkBudgetSpent => "Ask about a perk asked about today already, or tomorrow (UTC); it says nothing of the member.",
        ErrorReason.KeyUnknown => "List the keys of this edge and choose one of those.",
        ErrorReason.KeyStage => "Do what the message says first, or wait until the time it names.",
        ErrorReason.KeyNotStored => "Give the service's user the right to write its key folder, and make room on the disk.",
        ErrorReason.StatusListUnknown => "Fetch the key list, and the status lists of the keys on it.",
        ErrorReason.ReferenceReused => "Use a new reference for another charge or payment.",
        ErrorReason.IdentitySuspended => "Ask the operator to resume this terminal.",
        ErrorReason.IdentityRevoked => "Enrol the terminal again: edge terminal enrol.",
        ErrorReason.IdentityUnverifiable => "Try again in a moment, or ask another edge.",
        ErrorReason.TerminalUnknown => "Write the terminal as partner:venue:terminal, as edge terminal list shows it.",
        ErrorReason.TerminalRevoked => "Put the device into the catalog under another name, and enrol that.",
        ErrorReason.IssuingUnavailable => "Ask an edge that holds the terminals' issuing key.",
        ErrorReason.ConsentTextChanged => "List the consents, show the member the present text, and send its digest.",
        ErrorReason.NotEnrolled => "Enrol the member first; until then the programme knows nothing of the member.",
        ErrorReason.ConsentUnknown => "List the consents and choose one of those.",
        ErrorReason.DisputeUnknown => "List the disputes and choose one of those.",
        ErrorReason.DisputeDecided => "Read how it was decided; the same may be contested again when the message says.",
        ErrorReason.DisputeOpen => "Wait for a person to decide what is contested already.",
        ErrorReason.TooManyDisputes => "Wait for a person to decide those that are open.",
        ErrorReason.ListingUnknown => "Read the standing and choose one of its listings.",
        ErrorReason.Internal => "Look for the request id in the service's log.",
        _ => ForStatus(fault.Status),
    };

    private static string ForStatus(StatusCode status) => status switch
    {
        StatusCode.Unavailable => "Check that the service runs at this address and that the certificates fit it.",
        StatusCode.DeadlineExceeded => "Try again with the same request id; the first attempt may or may not have taken effect.",
        StatusCode.Unimplemented => "Check that client and service are of the same version.",
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => "Check which identity the call was made with.",
        _ => "Look into the service's log.",
    };

    private static string Wait(TimeSpan? delay) =>
        delay is { } time ? $"Ask less at once; try again after {time.TotalMilliseconds:0} ms." : "Ask less at once, and try again after a moment.";
}

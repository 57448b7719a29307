namespace EdgeService.Telemetry;

/// <summary>
/// Every log template of the service. Ids are stable and grouped by room; templates carry ids of requests, revisions and files,
/// never anything of a member.
/// </summary>
public static partial class EdgeLog
{
    // 1000: start and stop
    [LoggerMessage(1000, LogLevel.Information, "Serving: {Doors}")]
    public static partial void Serving(this ILogger log, string doors);

    [LoggerMessage(1001, LogLevel.Information, "Not serving any more; {Calls} calls under way are finished first")]
    public static partial void Draining(this ILogger log, int calls);

    [LoggerMessage(1002, LogLevel.Information, "Made {Path}")]
    public static partial void Made(this ILogger log, string path);

    [LoggerMessage(1003, LogLevel.Information, "Renewed {Path}: {Cause}")]
    public static partial void Renewed(this ILogger log, string path, string cause);

    [LoggerMessage(1004, LogLevel.Information, "Settings in force, beside defaults: {Settings}")]
    public static partial void SettingsInForce(this ILogger log, string settings);

    [LoggerMessage(1005, LogLevel.Warning, "{Name} is no setting of this service and does nothing")]
    public static partial void SettingUnknown(this ILogger log, string name);

    [LoggerMessage(1006, LogLevel.Warning, "{Setting} is set: {Consequence}")]
    public static partial void SettingUnsafe(this ILogger log, string setting, string consequence);

    // 1100: doors
    [LoggerMessage(1100, LogLevel.Error, "Call failed: {Method}, request {RequestId}")]
    public static partial void CallFailed(this ILogger log, Exception? cause, string method, string requestId);

    [LoggerMessage(1101, LogLevel.Warning, "Client certificate refused: {Cause}")]
    public static partial void ClientCertificateRefused(this ILogger log, string cause);

    [LoggerMessage(1102, LogLevel.Warning, "Connection of {Caller} ended: too many frames that are no calls; it opens no other for a while")]
    public static partial void ConnectionEnded(this ILogger log, string caller);

    // 1110: who may call
    [LoggerMessage(1110, LogLevel.Error, "The register of terminals is out of reach; those known good go on for {Life} at most, others are refused")]
    public static partial void RegisterOutOfReach(this ILogger log, Exception cause, TimeSpan life);

    [LoggerMessage(1111, LogLevel.Warning, "When {Terminals} terminals were last seen could not be written, it is tried again: {Cause}")]
    public static partial void SightsNotWritten(this ILogger log, string cause, int terminals);

    [LoggerMessage(1112, LogLevel.Information, "Revocation list in force: of {Authority}, {Certificates} certificates, the next one is due {NextUpdate:u}")]
    public static partial void RevocationListInUse(this ILogger log, string authority, int certificates, DateTimeOffset nextUpdate);

    [LoggerMessage(1113, LogLevel.Error, "Revocation list refused, what was in force stays: {Fault}")]
    public static partial void RevocationListRefused(this ILogger log, string fault);

    [LoggerMessage(1114, LogLevel.Error, "Revocation list of {Authority} is too old: the next one was due {NextUpdate:u}; from {RefusedFrom:u} on nobody of this authority is let in")]
    public static partial void RevocationListTooOld(this ILogger log, string authority, DateTimeOffset nextUpdate, DateTimeOffset refusedFrom);

    [LoggerMessage(1115, LogLevel.Error, "Looking for revocation lists failed, those in force stay: {Folder}")]
    public static partial void RevocationLookFailed(this ILogger log, Exception cause, string folder);

    // 1200: decision log
    [LoggerMessage(1200, LogLevel.Error, "Decision log: {Lines} lines lost, writing {Path} failed")]
    public static partial void DecisionLogWriteFailed(this ILogger log, Exception cause, long lines, string path);

    [LoggerMessage(1201, LogLevel.Warning, "Decision log: {Lines} lines lost, more came than could be written")]
    public static partial void DecisionLogOverflowed(this ILogger log, long lines);

    // 1300: audit log
    [LoggerMessage(1300, LogLevel.Information, "Audit log at {Checkpoint}")]
    public static partial void AuditCheckpoint(this ILogger log, string checkpoint);

    [LoggerMessage(1301, LogLevel.Error, "Audit log: {Finding}, {Folder}; its last lines say what, edge audit verify says where")]
    public static partial void AuditLogFound(this ILogger log, string finding, string folder);

    [LoggerMessage(1302, LogLevel.Error, "Audit log cannot be written, administrative acts are refused: {Folder}")]
    public static partial void AuditLogNotWritten(this ILogger log, Exception cause, string folder);

    [LoggerMessage(1303, LogLevel.Error, "Writing the audit log failed unforeseen")]
    public static partial void AuditFlushFailed(this ILogger log, Exception cause);

    // 1400: probing
    [LoggerMessage(1400, LogLevel.Warning, "Terminal {Terminal} asks about one member at {Steps} score thresholds in a day; {Kept} more such ladders since the last line")]
    public static partial void LadderClimbed(this ILogger log, string terminal, int steps, int kept);

    [LoggerMessage(1401, LogLevel.Warning, "What partners asked about is not told to other edges, it is tried again: {Pairs} pairs of partner and member")]
    public static partial void AskedNotTold(this ILogger log, Exception cause, int pairs);

    // 1500: the operators' page
    [LoggerMessage(1500, LogLevel.Error, "Figures of the operators' page could not be gathered; it is tried again")]
    public static partial void FiguresNotGathered(this ILogger log, Exception cause);

    // 2000: snapshots
    [LoggerMessage(2000, LogLevel.Information, "Snapshot {Revision} in use: {Members} members, {Path}")]
    public static partial void SnapshotInUse(this ILogger log, long revision, long members, string path);

    [LoggerMessage(2001, LogLevel.Error, "Snapshot refused, the last good one stays: {Path}: {Cause}")]
    public static partial void SnapshotRefused(this ILogger log, string path, string cause);

    [LoggerMessage(2002, LogLevel.Error, "Looking for snapshots failed, the last good one stays: {Folder}")]
    public static partial void SnapshotLookFailed(this ILogger log, Exception cause, string folder);

    [LoggerMessage(2003, LogLevel.Information, "Snapshot {Revision} is verified whole")]
    public static partial void SnapshotVerified(this ILogger log, long revision);

    [LoggerMessage(2004, LogLevel.Error, "Verifying the snapshot in the background failed and is tried again; what is asked for is verified all the same")]
    public static partial void SnapshotVerificationFailed(this ILogger log, Exception cause);

    // 2010: what operators do with snapshots and changes
    [LoggerMessage(2010, LogLevel.Information, "Snapshot {Revision} received: {Bytes} bytes, from {Caller}")]
    public static partial void SnapshotReceived(this ILogger log, long revision, long bytes, string caller);

    [LoggerMessage(2011, LogLevel.Error, "Snapshot {Revision} could not be written down as it came")]
    public static partial void SnapshotNotStored(this ILogger log, Exception cause, long revision);

    [LoggerMessage(2012, LogLevel.Warning, "Snapshot {Revision} withdrawn for {Previous}, by {Caller}")]
    public static partial void SnapshotRolledBack(this ILogger log, long revision, long previous, string caller);

    [LoggerMessage(2013, LogLevel.Information, "Changes applied: {Count}, through {Revision}, from {Caller}")]
    public static partial void ChangesApplied(this ILogger log, int count, long revision, string caller);

    [LoggerMessage(2014, LogLevel.Error, "Changes could not be written down; none was acknowledged")]
    public static partial void ChangesNotStored(this ILogger log, Exception cause);

    [LoggerMessage(2015, LogLevel.Error, "Snapshot {Revision} could not be withdrawn; it stays")]
    public static partial void SnapshotNotWithdrawn(this ILogger log, Exception cause, long revision);

    [LoggerMessage(2016, LogLevel.Information, "Changes after the snapshot: through {Revision}, {Members} members, replayed in {Elapsed}")]
    public static partial void ChangesReplayed(this ILogger log, long revision, int members, TimeSpan elapsed);

    [LoggerMessage(2017, LogLevel.Warning, "The ledger numbers members' acts anew: {Through} had come, and its last is {Last}. All are read again")]
    public static partial void ActsCountedAnew(this ILogger log, long through, long last);

    [LoggerMessage(2018, LogLevel.Error, "What members did could not be followed, it is tried again; what was followed so far stays in force")]
    public static partial void ActsNotFollowed(this ILogger log, Exception cause);

    // 2400: what members contest
    [LoggerMessage(2400, LogLevel.Information, "Dispute {Dispute} decided, upheld: {Upheld}, by {Caller}")]
    public static partial void DisputeDecided(this ILogger log, string dispute, bool upheld, string caller);

    // 2500: who asked about whom
    [LoggerMessage(2500, LogLevel.Error, "Accesses could not be written down: {Count}")]
    public static partial void AccessesNotStored(this ILogger log, Exception cause, int count);

    [LoggerMessage(2501, LogLevel.Warning, "Accesses lost, more came than could be written: {Count}")]
    public static partial void AccessesLost(this ILogger log, long count);

    [LoggerMessage(2502, LogLevel.Error, "Accesses of a member who left could not be erased")]
    public static partial void AccessesNotErased(this ILogger log, Exception cause);

    [LoggerMessage(2503, LogLevel.Warning, "Accesses are not shared with other edges, it is tried again: {Bytes} bytes wait")]
    public static partial void AccessesNotShared(this ILogger log, Exception cause, long bytes);

    [LoggerMessage(2504, LogLevel.Warning, "Accesses that other edges cannot tell of, more came than may wait: {Count}")]
    public static partial void AccessesUnshared(this ILogger log, int count);

    [LoggerMessage(2505, LogLevel.Warning, "Accesses at other edges could not be read in time; a member was told of this edge's alone")]
    public static partial void AccessesNotRead(this ILogger log, Exception cause);

    // 2100: catalog
    [LoggerMessage(2100, LogLevel.Information, "Catalog {Revision} in use: {Perks} perks, {Path}")]
    public static partial void CatalogInUse(this ILogger log, long revision, int perks, string path);

    [LoggerMessage(2101, LogLevel.Error, "Catalog refused, the last good one stays: {Path}: {Faults}")]
    public static partial void CatalogRefused(this ILogger log, string path, string faults);

    [LoggerMessage(2102, LogLevel.Error, "Looking at the catalog failed, the last good one stays: {Path}")]
    public static partial void CatalogLookFailed(this ILogger log, Exception cause, string path);

    // 2200: ledger
    [LoggerMessage(2200, LogLevel.Information, "Ledger open: {Path}")]
    public static partial void LedgerOpen(this ILogger log, string path);

    [LoggerMessage(2201, LogLevel.Error, "Ledger out of reach")]
    public static partial void LedgerOutOfReach(this ILogger log, Exception cause);

    [LoggerMessage(2202, LogLevel.Information, "Ledger copied: {FileName}, {Bytes} bytes")]
    public static partial void LedgerBackedUp(this ILogger log, string fileName, long bytes);

    [LoggerMessage(2203, LogLevel.Error, "Tending the ledger failed, it is tried again in a minute")]
    public static partial void LedgerNotTended(this ILogger log, Exception cause);

    [LoggerMessage(2204, LogLevel.Warning, "Keys of before a re-keying are not known here until the ledger answers")]
    public static partial void FormerKeysNotRead(this ILogger log, Exception cause);

    [LoggerMessage(2205, LogLevel.Warning, "What this edge keeps of members was brought under the member secret in use: {What}")]
    public static partial void KeptRekeyed(this ILogger log, string what);

    [LoggerMessage(2210, LogLevel.Error, "A provisional answer could not be noted, and was not given")]
    public static partial void OutageNotNoted(this ILogger log, Exception cause);

    [LoggerMessage(2211, LogLevel.Error, "What was granted provisionally under request {RequestId} cannot be settled, it is tried again in a minute")]
    public static partial void OutageNoteStuck(this ILogger log, Exception cause, Guid requestId);

    // 2300: signing
    [LoggerMessage(2300, LogLevel.Information, "Signing keys in use: {KeyIds}, {Folder}")]
    public static partial void SigningKeysInUse(this ILogger log, string keyIds, string folder);

    [LoggerMessage(2301, LogLevel.Error, "Signing keys refused, the last good ones stay: {Cause}")]
    public static partial void SigningKeysRefused(this ILogger log, string cause);

    [LoggerMessage(2302, LogLevel.Error, "Looking for signing keys failed, the last good ones stay: {Folder}")]
    public static partial void SigningKeyLookFailed(this ILogger log, Exception cause, string folder);

    [LoggerMessage(2303, LogLevel.Information, "Signing key {KeyId} made by schedule, signs from {From}")]
    public static partial void SigningKeyMade(this ILogger log, string keyId, DateTimeOffset from);

    [LoggerMessage(2304, LogLevel.Information, "Signing key {KeyId} removed by schedule: its last token has expired")]
    public static partial void SigningKeyRemoved(this ILogger log, string keyId);

    [LoggerMessage(2305, LogLevel.Warning, "Signing key {KeyId} is now {Stage}, by {Caller}")]
    public static partial void SigningKeyMoved(this ILogger log, string keyId, string stage, string caller);

    [LoggerMessage(2306, LogLevel.Warning, "Signing key {KeyId} is compromised: its private key is deleted, another signs in its place")]
    public static partial void SigningKeyCompromised(this ILogger log, string keyId);

    [LoggerMessage(2307, LogLevel.Warning, "Status lists grow old: the ledger is out of reach")]
    public static partial void StatusListsAge(this ILogger log, Exception cause);

    [LoggerMessage(2308, LogLevel.Error, "The device that a signing key lies in does not sign; no token can be issued with it")]
    public static partial void SigningDeviceFailed(this ILogger log, Exception cause);
}

using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Client;

/// <summary>What operators do with the snapshots and changes of one edge. Safe for concurrent use.</summary>
public sealed class SnapshotClient(EdgeChannel channel)
{
    /// <summary>Changes and rollbacks may have much to replay.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SnapshotService.SnapshotServiceClient _snapshots = new(channel.Invoker);

    /// <summary>What the edge answers from now.</summary>
    public Task<GetBasisResponse> BasisAsync(CancellationToken cancellation = default) =>
        _snapshots.GetBasisAsync(new GetBasisRequest(), channel.Options(cancellation)).AnswerAsync(cancellation);

    /// <summary>The snapshot files of the edge, the latest revision first.</summary>
    public async Task<IReadOnlyList<SnapshotFile>> ListAsync(CancellationToken cancellation = default) =>
        (await _snapshots.ListSnapshotsAsync(new ListSnapshotsRequest(), channel.Options(cancellation)).AnswerAsync(cancellation)).Snapshots;

    /// <summary>Applies changes, all or none. The same ones may be sent again when the answer was lost.</summary>
    public Task<ApplyChangesResponse> ApplyAsync(ApplyChangesRequest request, CancellationToken cancellation = default) =>
        _snapshots.ApplyChangesAsync(request, Patient(cancellation)).AnswerAsync(cancellation);

    /// <summary>Goes back from this revision to the one before.</summary>
    public Task<RollBackResponse> RollBackAsync(long revision, CancellationToken cancellation = default) =>
        _snapshots.RollBackAsync(new RollBackRequest { Revision = revision }, Patient(cancellation)).AnswerAsync(cancellation);

    /// <summary>
    /// Sends a snapshot file until the edge serves it, going on where it broke however often the connection does.
    /// </summary>
    /// <param name="file">A whole snapshot that can be sought in.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="changesThrough">Revision of the last change that is part of it, 0 for none: one that the edge cannot serve is refused at once.</param>
    /// <param name="progress">Told how many bytes the edge has.</param>
    /// <param name="cancellation">Ends it; what the edge has stays there.</param>
    /// <exception cref="EdgeFaultException">The edge refuses it, or could not be reached many times in a row.</exception>
    public Task<SnapshotFile> UploadAsync(
        Stream file, long revision, long changesThrough, Action<long>? progress = null, CancellationToken cancellation = default) =>
        new SnapshotUpload(_snapshots, this, file, new() { Revision = revision, ChangesThrough = changesThrough }, progress).RunAsync(cancellation);

    private static CallOptions Patient(CancellationToken cancellation) => new(deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation);
}

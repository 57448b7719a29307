using System.Runtime.CompilerServices;
using EdgeService.Audit;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Grpc.Core;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>perks.admin.v1.SnapshotService: reads, calls the flow, writes.</summary>
public sealed class SnapshotEndpoint(SnapshotFlow snapshots, ChangeFlow changes) : SnapshotService.SnapshotServiceBase
{
    private const int MaxChunkBytes = 1 << 20;

    public override Task<GetBasisResponse> GetBasis(GetBasisRequest request, ServerCallContext context) =>
        Task.FromResult(SnapshotFileWriting.Write(snapshots.Basis()));

    public override Task<ListSnapshotsResponse> ListSnapshots(ListSnapshotsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSnapshotsResponse { Snapshots = { snapshots.List().Select(SnapshotFileWriting.Write) } });

    public override async Task<UploadSnapshotResponse> UploadSnapshot(IAsyncStreamReader<UploadSnapshotRequest> requestStream, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Start is not { } start)
            throw new EdgeFaultException(EdgeFault.Invalid("start", "required in the first message"));
        var faults = default(FieldFaults);
        faults.Require(start.Footer.Length == SnapshotFormat.FooterBytes, "start.", "footer", $"required: the last {SnapshotFormat.FooterBytes} bytes of the file");
        faults.Require(start.Revision > 0, "start.", "revision", "required: the revision of the file, at least 1");
        faults.Require(start.Offset >= 0, "start.", "offset", "must be 0 or what is here already");
        faults.Require(start.ChangesThrough is null or >= 0, "start.", "changes_through", "must be the revision of a change, or 0 for none");
        faults.ThrowIfAny();
        AuditSubject.Of(context.GetHttpContext())?.Say($"snapshot:{start.Revision}");
        var through = start.ChangesThrough;
        var served = await snapshots.UploadAsync(
            caller, start.Footer.Memory, start.Revision, start.Offset, through, ChunksOf(requestStream, context), context.CancellationToken);
        return new UploadSnapshotResponse { Snapshot = SnapshotFileWriting.Write(served) };
    }

    public override Task<ApplyChangesResponse> ApplyChanges(ApplyChangesRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var read = new ChangeReading(changes.Latest, changes.TryTagOf, changes.TryAliasOf).Read(request);
        var applied = changes.Apply(caller, read.Changes, read.AsOf, request.ValidateOnly);
        AuditSubject.Of(context.GetHttpContext())?.Say($"changes:{applied.Through}, {applied.New} new{(request.ValidateOnly ? ", only looked at" : "")}");
        return Task.FromResult(new ApplyChangesResponse
        {
            AppliedCount = applied.New,
            RepeatedCount = applied.Repeated,
            IneffectiveCount = applied.Ineffective,
            ChangesThrough = applied.Through,
            Basis = BasisWriting.Write(snapshots.Basis().Basis),
        });
    }

    public override Task<RollBackResponse> RollBack(RollBackRequest request, ServerCallContext context)
    {
        var caller = CallerIdentity.Of(context);
        var faults = default(FieldFaults);
        faults.Require(request.Revision > 0, "", "revision", "required: the revision to withdraw, which GetBasis names");
        faults.ThrowIfAny();
        AuditSubject.Of(context.GetHttpContext())?.Say($"snapshot:{request.Revision}");
        var served = snapshots.RollBack(caller, request.Revision);
        return Task.FromResult(new RollBackResponse
        {
            Snapshot = SnapshotFileWriting.Write(served),
            Basis = BasisWriting.Write(snapshots.Basis().Basis),
        });
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksOf(
        IAsyncStreamReader<UploadSnapshotRequest> stream, ServerCallContext context, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await stream.MoveNext(cancellation))
        {
            CallerIdentity.Of(context);
            if (stream.Current.PartCase != UploadSnapshotRequest.PartOneofCase.Chunk || stream.Current.Chunk.Length is 0 or > MaxChunkBytes)
                throw new EdgeFaultException(EdgeFault.Invalid("chunk", $"required after the first message: 1 to {MaxChunkBytes} bytes"));
            yield return stream.Current.Chunk.Memory;
        }
    }
}

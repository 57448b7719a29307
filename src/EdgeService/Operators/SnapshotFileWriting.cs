using EdgeService.Core.Snapshots;
using EdgeService.Flow;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Snapshots on the wire.</summary>
internal static class SnapshotFileWriting
{
    public static Wire.SnapshotFile Write(ListedSnapshot snapshot) => new()
    {
        Name = snapshot.Name,
        State = (Wire.SnapshotState)snapshot.State,
        Revision = snapshot.Revision,
        AsOfTime = snapshot.Metadata?.AsOf.ToTimestamp(),
        MemberCount = snapshot.Metadata?.MemberCount ?? 0,
        ChangesThrough = snapshot.Metadata?.ChangesThrough ?? 0,
        TotalBytes = snapshot.TotalBytes,
        ReceivedBytes = snapshot.ReceivedBytes,
        VerifiedShare = snapshot.VerifiedShare,
        UploadId = snapshot.UploadId,
        Detail = snapshot.Detail,
    };

    public static Wire.GetBasisResponse Write(EdgeBasis basis) => new()
    {
        Basis = BasisWriting.Write(basis.Basis),
        MemberCount = basis.Snapshot.MemberCount,
        ChangesThrough = basis.ChangesThrough,
        ChangedMemberCount = basis.ChangedMembers,
        VerifiedShare = basis.VerifiedShare,
        Builder = basis.Snapshot.Builder,
    };
}

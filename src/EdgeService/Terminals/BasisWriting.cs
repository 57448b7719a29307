using EdgeService.Core.Snapshots;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>A basis on the wire. Its age counts whole seconds, so one message serves every reply of a second and is never changed.</summary>
public static class BasisWriting
{
    private static Written? _last;

    public static Wire.Basis Write(in Basis basis)
    {
        var seconds = (long)basis.Age.TotalSeconds;
        var last = _last;
        if (last is not null && last.Seconds == seconds && last.AsOf == basis.AsOf
            && last.Message.SnapshotRevision == basis.SnapshotRevision && last.Message.CatalogRevision == basis.CatalogRevision
            && last.Message.MemberActsThrough == basis.ActsThrough)
            return last.Message;
        var message = new Wire.Basis
        {
            SnapshotRevision = basis.SnapshotRevision,
            CatalogRevision = basis.CatalogRevision,
            AsOfTime = basis.AsOf.ToTimestamp(),
            Age = new Duration { Seconds = seconds },
            MemberActsThrough = basis.ActsThrough,
        };
        _last = new Written(message, basis.AsOf, seconds);
        return message;
    }

    private sealed record Written(Wire.Basis Message, DateTimeOffset AsOf, long Seconds);
}

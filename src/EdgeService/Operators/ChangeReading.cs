using System.Buffers.Binary;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Terminals;
using Google.Protobuf;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Reads changes from the wire. Everything that is wrong is collected, up to a limit no one reads beyond.</summary>
/// <param name="latest">No moment of a change may be later.</param>
/// <param name="tryTagOf">Hashes a member id.</param>
/// <param name="tryAliasOf">Hashes the number of a card or document.</param>
internal sealed class ChangeReading(DateTimeOffset latest, ChangeReading.Tagging tryTagOf, AliasReading.Tagging tryAliasOf)
{
    private const int MaxChanges = 10_000;
    private const int MaxNamedChanges = FieldFaults.MostNamed;
    private const int TagBytes = 16;

    /// <summary>From a member id to its tag; false if it is no member id.</summary>
    public delegate bool Tagging(string memberId, out MemberTag member);

    /// <exception cref="Faults.EdgeFaultException">Fields are wrong, all of them named.</exception>
    public (IReadOnlyList<StandingChange> Changes, DateTimeOffset? AsOf) Read(Wire.ApplyChangesRequest request)
    {
        var faults = default(FieldFaults);
        faults.Require(request.Changes.Count <= MaxChanges, "", "changes", $"must be at most {MaxChanges}");
        var asOf = FieldReading.Moment(request.AsOfTime, "as_of_time", ref faults);
        faults.Require(asOf is not null || request.Changes.Count > 0, "", "as_of_time", "required where there are no changes");
        faults.Require(asOf is null || asOf <= latest, "", "as_of_time", "must not be in the future");
        faults.ThrowIfAny();
        var changes = new List<StandingChange>(request.Changes.Count);
        for (var i = 0; i < request.Changes.Count && faults.Count < MaxNamedChanges; i++)
            changes.Add(Read(request.Changes[i], $"changes[{i}].", ref faults));
        faults.ThrowIfAny();
        return (changes, asOf);
    }

    private StandingChange Read(Wire.Change wire, string path, ref FieldFaults faults)
    {
        faults.Require(wire.Revision > 0, path, "revision", "required: at least 1");
        var at = FieldReading.Moment(wire.ChangeTime, path + "change_time", ref faults);
        faults.Require(at is not null, path, "change_time", "required");
        faults.Require(at is null || at <= latest, path, "change_time", "must not be in the future");
        var member = Member(wire, path, ref faults);
        var act = ActReading.Read(wire, path, tryAliasOf, ref faults);
        return new(wire.Revision, member, Milliseconds(at ?? default), act);
    }

    private MemberTag Member(Wire.Change wire, string path, ref FieldFaults faults)
    {
        switch (wire.MemberCase)
        {
            case Wire.Change.MemberOneofCase.MemberId:
                faults.Require(tryTagOf(wire.MemberId, out var member), path, "member_id", "must be a member id of 1 to 64 bytes");
                return member;
            case Wire.Change.MemberOneofCase.MemberTag when wire.MemberTag.Length == TagBytes:
                return Tag(wire.MemberTag);
            default:
                faults.Add(path + "member", "required: member_id, or member_tag of 16 bytes");
                return default;
        }
    }

    private static MemberTag Tag(ByteString bytes) => new(
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span)), BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[8..]));

    private static DateTimeOffset Milliseconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}

using System.Text;
using EdgeService.Flow;
using EdgeService.Terminals;
using MemberRefKind = EdgeService.Core.Members.MemberRefKind;
using Wire = Perks.Edge.V1;

namespace EdgeService.Direct;

/// <summary>
/// A CheckEligibilityRequest that names a member and a perk and says no more, its fields in the order of their numbers, as writers of protobuf put them. Whatever
/// else a request may hold, whatever is missing and whatever is wrong is for the generated reader.
/// </summary>
internal static class PlainInquiry
{
    private const string Path = "inquiry.";
    private const int Varint = 0;
    private const int Counted = 2;

    public static bool TryRead(ReadOnlySpan<byte> request, out PerkQuestion question)
    {
        question = default;
        if (!TryTake(ref request, Wire.CheckEligibilityRequest.InquiryFieldNumber, out var inquiry) || !request.IsEmpty
            || !TryTake(ref inquiry, Wire.Inquiry.MemberRefFieldNumber, out var member) || !TryTake(ref inquiry, Wire.Inquiry.PerkIdFieldNumber, out var perk) || !inquiry.IsEmpty
            || !TryTakeKind(ref member, out var kind) || !TryTake(ref member, Wire.MemberRef.ValueFieldNumber, out var value) || !member.IsEmpty
            || !IsText(value, FieldReading.MaxMemberRefBytes) || !IsText(perk, FieldReading.MaxPerkIdBytes))
            return false;
        question = new PerkQuestion { Member = new MemberRef(kind, Encoding.ASCII.GetString(value), Path), PerkId = Encoding.ASCII.GetString(perk), Path = Path };
        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> value, int most) => value.Length > 0 && value.Length <= most && Ascii.IsValid(value);

    private static bool TryTakeKind(ref ReadOnlySpan<byte> message, out MemberRefKind kind)
    {
        kind = default;
        if (message is not [Wire.MemberRef.KindFieldNumber << 3 | Varint, >= (byte)Wire.MemberRefKind.AppCode and <= (byte)Wire.MemberRefKind.MemberId and var named, ..])
            return false;
        kind = (MemberRefKind)named;
        message = message[2..];
        return true;
    }

    /// <summary>Takes the next field where it is the one of that number: key, length in one or two bytes, value.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (message.Length < 2 || message[0] != (field << 3 | Counted))
            return false;
        var (length, head) = message[1] < 0x80 ? (message[1], 2) : message.Length > 2 && message[2] is > 0 and < 0x80 ? (message[1] & 0x7f | message[2] << 7, 3) : (int.MaxValue, 0);
        if (length > message.Length - head)
            return false;
        value = message.Slice(head, length);
        message = message[(head + length)..];
        return true;
    }
}

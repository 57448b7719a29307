using EdgeService.Core.Grants;
using EdgeService.Flow;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>From a claim on the wire to what the flow is asked.</summary>
public static class OfflineClaimReading
{
    private const int LongestKept = 64;

    /// <param name="wire">The claim.</param>
    /// <param name="before">Number of the claim before it in this upload; 0 for the first.</param>
    /// <exception cref="Faults.EdgeFaultException">It is not well formed; all that is wrong is named.</exception>
    public static OfflineClaim Read(Wire.ReportOfflineClaimsRequest wire, long before)
    {
        var faults = default(FieldFaults);
        faults.Require(wire.Sequence > 0, "", "sequence", "required: the number in the terminal's journal, from 1");
        faults.Require(wire.Sequence <= 0 || wire.Sequence > before, "", "sequence", "must be higher than that of the claim before it");
        var id = FieldReading.RequestId(wire.RequestId, ref faults);
        faults.Require(wire.ClaimTime is not null, "", "claim_time", "required: when it happened");
        var at = FieldReading.Moment(wire.ClaimTime, "claim_time", ref faults) ?? default;
        var claim = wire.ClaimCase switch
        {
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Token => Token(wire, id, at, ref faults),
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Lending => new OfflineLending(wire.Sequence, id, at, InquiryReading.Read(wire.Lending, "lending.", ref faults), wire.HandedOver),
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Comeback => Comeback(wire, id, at, ref faults),
            _ => None(ref faults),
        };
        faults.ThrowIfAny();
        return claim!;
    }

    /// <summary>What it says, be it well formed or not: cut short where it is too long, and without what names a member.</summary>
    public static ReportedClaim Describe(Wire.ReportOfflineClaimsRequest wire)
    {
        var ignored = default(FieldFaults);
        var (act, perk, units, items) = wire.ClaimCase switch
        {
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Token => (JournalledAct.AcceptedToken, "", 0, wire.Token.ItemRefs),
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Lending => (JournalledAct.Lending, wire.Lending.PerkId, wire.Lending.UnitCount, wire.Lending.ItemRefs),
            Wire.ReportOfflineClaimsRequest.ClaimOneofCase.Comeback => (JournalledAct.Comeback, "", 0, [wire.Comeback.ItemRef]),
            _ => (JournalledAct.Unknown, "", 0, new RepeatedField<string>()),
        };
        return new ReportedClaim(wire.Sequence, wire.ToByteArray())
        {
            RequestId = FieldReading.RequestId(wire.RequestId, ref ignored) is var id && id != Guid.Empty ? id : null,
            Act = act,
            At = FieldReading.Moment(wire.ClaimTime, "claim_time", ref ignored),
            PerkId = Short(perk),
            Units = units,
            Items = [.. items.Where(item => item.Length > 0).Take(FieldReading.MaxItems).Select(Short)],
            HandedOver = wire.HandedOver,
        };
    }

    private static string Short(string text) => text.Length <= LongestKept ? text : text[..LongestKept];

    private static AcceptedToken Token(Wire.ReportOfflineClaimsRequest wire, Guid id, DateTimeOffset at, ref FieldFaults faults) => new(
        wire.Sequence,
        id,
        at,
        FieldReading.TokenText(wire.Token.TokenText, ref faults),
        FieldReading.Items(wire.Token.ItemRefs, "token.", ref faults),
        FieldReading.Attributes(wire.Token.Attributes, "token.", ref faults),
        wire.HandedOver);

    private static OfflineReturn Comeback(Wire.ReportOfflineClaimsRequest wire, Guid id, DateTimeOffset at, ref FieldFaults faults)
    {
        var back = wire.Comeback;
        faults.Require(back.ItemRef.Length > 0 || back.ReceiptText.Length > 0, "", "comeback", "required: an item_ref or a receipt_text");
        if (back.ItemRef.Length > 0)
            FieldReading.Item(back.ItemRef, ref faults);
        FieldReading.Receipt(back.ReceiptText, "comeback.receipt_text", ref faults);
        return new OfflineReturn(wire.Sequence, id, at, back.ItemRef, back.ReceiptText);
    }

    private static OfflineClaim? None(ref FieldFaults faults)
    {
        faults.Add("claim", "required: token, lending or comeback");
        return null;
    }
}

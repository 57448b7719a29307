using EdgeService.Flow;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>From an inquiry on the wire to a question.</summary>
public static class InquiryReading
{
    /// <summary>Reads an inquiry and collects every fault of it.</summary>
    /// <param name="wire">The inquiry; absent is a fault.</param>
    /// <param name="path">Path of the inquiry in the request with a dot, such as <c>inquiry.</c>: one string for all calls.</param>
    /// <param name="faults">Where faults are collected.</param>
    public static PerkQuestion Read(Wire.Inquiry? wire, string path, ref FieldFaults faults)
    {
        if (wire is null)
        {
            faults.Add(path[..^1], "required");
            return default;
        }

        var question = new PerkQuestion
        {
            Member = FieldReading.Member(wire.MemberRef, path, ref faults),
            PerkId = FieldReading.PerkId(wire.PerkId, path, ref faults),
            Units = FieldReading.Units(wire.UnitCount, path, ref faults),
            Amount = FieldReading.Amount(wire.Amount, path, ref faults),
            Items = FieldReading.Items(wire.ItemRefs, path, ref faults),
            Attributes = FieldReading.Attributes(wire.Attributes, path, ref faults),
            Path = path,
        };
        faults.Require(question.Units < 1 || question.Items.Length <= question.Units, path, "item_refs", "must not be more than unit_count");
        return question;
    }

    /// <summary>The deposit that was paid; null when none was.</summary>
    public static DepositPaid? Deposit(Wire.DepositPaid? wire, ref FieldFaults faults)
    {
        if (wire is null)
            return null;
        var amount = FieldReading.Amount(wire.Amount, "deposit_paid.", ref faults);
        faults.Require(amount is { MinorUnits: > 0 }, "", "deposit_paid.amount", "required: more than 0");
        return new DepositPaid(amount.GetValueOrDefault(), FieldReading.Reference(wire.PaymentRef, "deposit_paid.payment_ref", ref faults));
    }
}

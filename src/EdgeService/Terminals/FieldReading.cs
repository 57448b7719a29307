using System.Collections.Immutable;
using System.Text;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Flow;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Reads the fields that several requests share. What is wrong is collected; what is returned then means nothing.</summary>
public static class FieldReading
{
    public const int MaxMemberRefBytes = 256;
    public const int MaxPerkIdBytes = 48;
    public const int MaxUnits = 100;
    public const int MaxItems = 20;
    public const int MaxAttributes = 16;

    private const int MaxAttributeNameBytes = 48;
    private const int MaxItemBytes = 64;
    private const int MaxTokenCharacters = 512;
    private const int MaxReasonBytes = 200;
    private const int MaxPage = 200;
    private const int UsualPage = 50;
    private const int MaxReferenceBytes = 64;
    private const int MaxGrantIdCharacters = 64;

    public static Guid RequestId(string value, ref FieldFaults faults)
    {
        faults.Require(Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty, "", "request_id", "required: a UUID such as 3f0e4c1e-6f7b-4a55-9a44-1a9be1f7f0d2, chosen for this intent");
        return id;
    }

    public static MemberRef Member(Wire.MemberRef? wire, string path, ref FieldFaults faults)
    {
        if (wire is null)
        {
            faults.Add(path + "member_ref", "required");
            return default;
        }

        faults.Require(IsKnown(wire.Kind), path, "member_ref.kind", "required: APP_CODE, PARTNER_CARD, IDENTITY_DOCUMENT or MEMBER_ID");
        faults.Require(HasBytes(wire.Value, MaxMemberRefBytes), path, "member_ref.value", "required: 1 to 256 bytes of UTF-8");
        return new MemberRef((MemberRefKind)wire.Kind, wire.Value, path);
    }

    public static string PerkId(string value, string path, ref FieldFaults faults)
    {
        faults.Require(HasBytes(value, MaxPerkIdBytes), path, "perk_id", "required: the id of a perk, such as bike.deposit-free");
        return value;
    }

    public static int Units(int value, string path, ref FieldFaults faults)
    {
        faults.Require(value is >= 0 and <= MaxUnits, path, "unit_count", "must be 1 to 100; 0 or absent means 1");
        return value == 0 ? 1 : value;
    }

    public static Money? Amount(Wire.Money? wire, string path, ref FieldFaults faults)
    {
        if (wire is null)
            return null;
        faults.Require(wire.CurrencyCode.Length == 3 && wire.CurrencyCode.All(char.IsAsciiLetterUpper), path, "amount.currency_code", "must be three capitals of ISO 4217, such as CNY");
        faults.Require(wire.MinorUnits >= 0, path, "amount.minor_units", "must not be negative");
        return new Money(wire.MinorUnits, wire.CurrencyCode);
    }

    public static ImmutableArray<string> Items(RepeatedField<string> wire, string path, ref FieldFaults faults)
    {
        if (wire.Count == 0)
            return [];
        faults.Require(wire.Count <= MaxItems, path, "item_refs", "must be at most 20");
        faults.Require(wire.Distinct().Count() == wire.Count, path, "item_refs", "must all differ");
        for (var index = 0; index < Math.Min(wire.Count, MaxItems); index++)
            faults.Require(HasBytes(wire[index], MaxItemBytes), path, $"item_refs[{index}]", "must be 1 to 64 bytes of UTF-8");
        return [.. wire];
    }

    public static string Item(string value, ref FieldFaults faults)
    {
        faults.Require(HasBytes(value, MaxItemBytes), "", "item_ref", "must be 1 to 64 bytes of UTF-8");
        return value;
    }

    /// <summary>A grant by its id.</summary>
    public static GrantTarget Grant(string grantId, ref FieldFaults faults)
    {
        faults.Require(grantId.Length is > 0 and <= MaxGrantIdCharacters, "", "grant_id", "required: a grant id, 27 characters");
        return new GrantTarget(grantId, null);
    }

    /// <summary>A grant by something that is out under it.</summary>
    public static GrantTarget ItemTarget(string itemRef, ref FieldFaults faults) => new(null, Item(itemRef, ref faults));

    /// <summary>Why, or the usual reason where none was given.</summary>
    public static string Reason(string value, string usual, ref FieldFaults faults)
    {
        faults.Require(value.Length == 0 || HasBytes(value, MaxReasonBytes), "", "reason", "must be at most 200 bytes of UTF-8");
        return value.Length == 0 ? usual : value;
    }

    /// <summary>Why, where it must be said.</summary>
    public static string RequiredReason(string value, ref FieldFaults faults)
    {
        faults.Require(HasBytes(value, MaxReasonBytes), "", "reason", "required: 1 to 200 bytes of UTF-8, without personal data");
        return value;
    }

    /// <summary>A reference of the caller's own.</summary>
    public static string Reference(string value, string field, ref FieldFaults faults)
    {
        faults.Require(IsReference(value), "", field, "required: 1 to 64 bytes of UTF-8");
        return value;
    }

    /// <summary>A dock's receipt; empty where there is none.</summary>
    public static string Receipt(string value, string field, ref FieldFaults faults)
    {
        faults.Require(value.Length <= MaxTokenCharacters, "", field, "must be a receipt as the dock showed it, at most 512 characters");
        return value;
    }

    /// <summary>How many a page of a list is to hold.</summary>
    public static int PageSize(int value, ref FieldFaults faults)
    {
        faults.Require(value is >= 0 and <= MaxPage, "", "page_size", "must be 1 to 200; 0 or absent means 50");
        return value == 0 ? UsualPage : value;
    }

    public static bool IsReference(string value) => HasBytes(value, MaxReferenceBytes);

    public static ImmutableArray<NamedValue> Attributes(MapField<string, Wire.AttributeValue> wire, string path, ref FieldFaults faults)
    {
        if (wire.Count == 0)
            return [];
        faults.Require(wire.Count <= MaxAttributes, path, "attributes", "must be at most 16");
        var attributes = ImmutableArray.CreateBuilder<NamedValue>(wire.Count);
        foreach (var (name, value) in wire)
        {
            if (!HasBytes(name, MaxAttributeNameBytes))
            {
                faults.Add(path + "attributes", "must have names of 1 to 48 bytes");
                continue;
            }

            faults.Require(value.ValueCase != Wire.AttributeValue.ValueOneofCase.None, path, $"attributes[{name}]", "must have a text, number or flag");
            attributes.Add(new NamedValue(name, value.ValueCase switch
            {
                Wire.AttributeValue.ValueOneofCase.Number => AttributeValue.OfNumber(value.Number),
                Wire.AttributeValue.ValueOneofCase.Flag => AttributeValue.OfFlag(value.Flag),
                _ => AttributeValue.OfText(value.Text),
            }));
        }

        return attributes.DrainToImmutable();
    }

    public static string TokenText(string value, ref FieldFaults faults)
    {
        faults.Require(value.Length is > 0 and <= MaxTokenCharacters, "", "token_text", "required: the scanned text, at most 512 characters");
        return value;
    }

    /// <summary>A moment that may be absent.</summary>
    public static DateTimeOffset? Moment(Timestamp? wire, string field, ref FieldFaults faults)
    {
        if (wire is null)
            return null;
        var valid = wire.Seconds is >= 0 and < 253_402_300_800 && wire.Nanos is >= 0 and < 1_000_000_000;
        faults.Require(valid, "", field, "must be a moment between 1970 and 9999");
        return valid ? wire.ToDateTimeOffset() : null;
    }

    public static BasisFloor Floor(Wire.AtLeastAsFresh? wire, ref FieldFaults faults) => wire is null
        ? default
        : new BasisFloor(wire.SnapshotRevision, wire.CatalogRevision, Moment(wire.AsOfTime, "at_least_as_fresh.as_of_time", ref faults), wire.MemberActsThrough);

    public static bool HasBytes(string value, int most) =>
        value.Length > 0 && value.Length <= most && (value.Length * 3 <= most || Encoding.UTF8.GetByteCount(value) <= most);

    private static bool IsKnown(Wire.MemberRefKind kind) => kind is >= Wire.MemberRefKind.AppCode and <= Wire.MemberRefKind.MemberId;
}

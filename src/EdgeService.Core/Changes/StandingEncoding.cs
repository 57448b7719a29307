using System.Formats.Cbor;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Changes;

/// <summary>A standing and its parts in CBOR. Lists stand in one order whatever the order they came in.</summary>
internal static class StandingEncoding
{
    private const int ContractElements = 2;
    private const int DatedConsentElements = 4;
    private const int BanElements = 6;

    private static readonly Comparer<Contract> ContractOrder = Comparer<Contract>.Create((one, other) => Compare(one, other));

    private static readonly Comparer<SectorBan> BanOrder = Comparer<SectorBan>.Create((one, other) =>
        (one.From, one.Sector, one.Scope).CompareTo((other.From, other.Sector, other.Scope)));

    private static readonly Comparer<DatedConsent> DatedConsentOrder = Comparer<DatedConsent>.Create((one, other) =>
        one.From != other.From ? one.From.CompareTo(other.From)
        : Compare(one.Contract, other.Contract) is not 0 and var order ? order
        : (one.Until ?? DateTimeOffset.MaxValue).CompareTo(other.Until ?? DateTimeOffset.MaxValue));

    public static void Write(CborWriter writer, in Standing standing)
    {
        writer.WriteInt32(standing.Score.Index);
        writer.WriteInt32((int)standing.Tier);
        writer.WriteBoolean(standing.CourtListed);
        writer.WriteBoolean(standing.PaymentLineOpen);
        WriteAll(writer, [.. standing.Consents.Contracts.Order(ContractOrder)], ContractElements, Write);
        WriteAll(writer, [.. standing.Bans.Order(BanOrder)], BanElements, Write);
        WriteAll(writer, [.. standing.DatedConsents.Order(DatedConsentOrder)], DatedConsentElements, Write);
    }

    public static Standing ReadStanding(CborReader reader) => new(
        ActEncoding.ReadStep(reader),
        reader.ReadDefined<Tier>(),
        reader.ReadBoolean(),
        reader.ReadBoolean(),
        ReadInOrder(reader, ReadContract, ContractOrder, repeats: false) is { Length: > 0 } contracts ? new ConsentSet(contracts) : ConsentSet.None,
        ReadInOrder(reader, ReadBan, BanOrder, repeats: true),
        ReadInOrder(reader, ReadDatedConsent, DatedConsentOrder, repeats: true));

    public static void Write(CborWriter writer, Contract contract)
    {
        writer.WriteInt32((int)contract.Scene);
        writer.WriteTextString(contract.PartnerId);
    }

    public static Contract ReadContract(CborReader reader) => new(reader.ReadDefined<Scene>(), reader.ReadTextString());

    public static void Write(CborWriter writer, DatedConsent consent)
    {
        Write(writer, consent.Contract);
        WriteSeconds(writer, consent.From);
        WriteSeconds(writer, consent.Until);
    }

    public static DatedConsent ReadDatedConsent(CborReader reader) => new(ReadContract(reader), ReadStart(reader), ReadSeconds(reader));

    public static void Write(CborWriter writer, SectorBan ban)
    {
        writer.WriteInt32((int)ban.Sector);
        writer.WriteInt32((int)ban.Scope);
        WriteSeconds(writer, ban.From);
        WriteSeconds(writer, ban.Until);
        writer.WriteInt32((int)ban.Lift);
        writer.WriteInt32((int)ban.Dispute);
    }

    public static SectorBan ReadBan(CborReader reader)
    {
        var (sector, scope) = (reader.ReadDefined<Sector>(), reader.ReadDefined<BanScope>());
        var (from, until) = (ReadStart(reader), ReadSeconds(reader));
        return new(sector, scope, from, until, reader.ReadDefined<LiftCondition>(), reader.ReadDefined<DisputeState>());
    }

    /// <summary>A moment in whole seconds, as in snapshots; null where there is none.</summary>
    public static void WriteSeconds(CborWriter writer, DateTimeOffset? moment)
    {
        if (moment is { } there)
            writer.WriteInt64(there.ToUnixTimeSeconds());
        else
            writer.WriteNull();
    }

    public static DateTimeOffset? ReadSeconds(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.Null)
            return ReadStart(reader);
        reader.ReadNull();
        return null;
    }

    private static DateTimeOffset ReadStart(CborReader reader) => DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64());

    private static void WriteAll<T>(CborWriter writer, T[] items, int elements, Action<CborWriter, T> write)
    {
        writer.WriteStartArray(items.Length * elements);
        foreach (var item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    private static int Compare(Contract one, Contract other) =>
        one.Scene != other.Scene ? one.Scene.CompareTo(other.Scene) : string.CompareOrdinal(one.PartnerId, other.PartnerId);

    /// <summary>A list in the order in which it is written, so that a standing has one form.</summary>
    private static T[] ReadInOrder<T>(CborReader reader, Func<CborReader, T> read, Comparer<T> order, bool repeats)
    {
        var items = ReadAll(reader, read);
        for (var i = 1; i < items.Length; i++)
        {
            if (order.Compare(items[i - 1], items[i]) is var step && (step > 0 || (step == 0 && !repeats)))
                throw new FormatException("A list is out of order.");
        }

        return items;
    }

    private static T[] ReadAll<T>(CborReader reader, Func<CborReader, T> read)
    {
        List<T> items = [];
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            items.Add(read(reader));
        reader.ReadEndArray();
        return [.. items];
    }
}

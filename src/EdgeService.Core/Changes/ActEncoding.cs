using System.Buffers.Binary;
using System.Formats.Cbor;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Changes;

/// <summary>An act as one CBOR array whose first number says which.</summary>
internal static class ActEncoding
{
    private const int AliasBytes = 16;

    private enum Kind
    {
        Enrol = 1,
        Leave = 2,
        Score = 3,
        Tier = 4,
        Court = 5,
        PaymentLine = 6,
        GiveConsent = 7,
        GiveDatedConsent = 8,
        WithdrawConsent = 9,
        PutBan = 10,
        LiftBan = 11,
        Dispute = 12,
        GiveAlias = 13,
        WithdrawAlias = 14,
    }

    public static void Write(CborWriter writer, ChangeAct act)
    {
        switch (act)
        {
            case Enrol enrol: Start(writer, Kind.Enrol, 8); StandingEncoding.Write(writer, enrol.Standing); break;
            case Leave: Start(writer, Kind.Leave, 1); break;
            case SetScore change: Start(writer, Kind.Score, 2); writer.WriteInt32(change.Score.Index); break;
            case SetTier change: Start(writer, Kind.Tier, 2); writer.WriteInt32((int)change.Tier); break;
            case SetCourtListing change: Start(writer, Kind.Court, 2); writer.WriteBoolean(change.Listed); break;
            case SetPaymentLine change: Start(writer, Kind.PaymentLine, 2); writer.WriteBoolean(change.Open); break;
            case GiveConsent change: Start(writer, Kind.GiveConsent, 3); StandingEncoding.Write(writer, change.Contract); break;
            case GiveDatedConsent change: Start(writer, Kind.GiveDatedConsent, 5); StandingEncoding.Write(writer, change.Consent); break;
            case WithdrawConsent change: Start(writer, Kind.WithdrawConsent, 3); StandingEncoding.Write(writer, change.Contract); break;
            case PutBan change: Start(writer, Kind.PutBan, 7); StandingEncoding.Write(writer, change.Ban); break;
            case LiftBan change: Start(writer, Kind.LiftBan, 4); Write(writer, change.Ban); break;
            case SetDispute change: Start(writer, Kind.Dispute, 5); Write(writer, change.Ban); writer.WriteInt32((int)change.State); break;
            case GiveAlias change: Start(writer, Kind.GiveAlias, 2); Write(writer, change.Alias); break;
            case WithdrawAlias change: Start(writer, Kind.WithdrawAlias, 2); Write(writer, change.Alias); break;
            default: throw new ArgumentException("An act of another kind.", nameof(act));
        }

        writer.WriteEndArray();
    }

    /// <exception cref="FormatException">An act of a kind that is not known here, or a value out of its range.</exception>
    public static ChangeAct Read(CborReader reader)
    {
        reader.ReadStartArray();
        ChangeAct act = (Kind)reader.ReadInt32() switch
        {
            Kind.Enrol => new Enrol(StandingEncoding.ReadStanding(reader)),
            Kind.Leave => new Leave(),
            Kind.Score => new SetScore(ReadStep(reader)),
            Kind.Tier => new SetTier(reader.ReadDefined<Tier>()),
            Kind.Court => new SetCourtListing(reader.ReadBoolean()),
            Kind.PaymentLine => new SetPaymentLine(reader.ReadBoolean()),
            Kind.GiveConsent => new GiveConsent(StandingEncoding.ReadContract(reader)),
            Kind.GiveDatedConsent => new GiveDatedConsent(StandingEncoding.ReadDatedConsent(reader)),
            Kind.WithdrawConsent => new WithdrawConsent(StandingEncoding.ReadContract(reader)),
            Kind.PutBan => new PutBan(StandingEncoding.ReadBan(reader)),
            Kind.LiftBan => new LiftBan(ReadName(reader)),
            Kind.Dispute => new SetDispute(ReadName(reader), reader.ReadDefined<DisputeState>()),
            Kind.GiveAlias => new GiveAlias(ReadAlias(reader)),
            Kind.WithdrawAlias => new WithdrawAlias(ReadAlias(reader)),
            var other => throw new FormatException($"Acts of kind {(int)other} are not known here."),
        };
        reader.ReadEndArray();
        return act;
    }

    internal static ScoreStep ReadStep(CborReader reader) =>
        reader.ReadInt32() is var index and >= 0 and <= ScoreStep.MaxIndex ? new((byte)index) : throw new FormatException("No such score step.");

    internal static T ReadDefined<T>(this CborReader reader)
        where T : struct, Enum
    {
        var value = (T)(object)reader.ReadInt32();
        return Enum.IsDefined(value) ? value : throw new FormatException($"No such {typeof(T).Name}.");
    }

    private static void Start(CborWriter writer, Kind kind, int elements)
    {
        writer.WriteStartArray(elements);
        writer.WriteInt32((int)kind);
    }

    private static void Write(CborWriter writer, BanName name)
    {
        writer.WriteInt32((int)name.Sector);
        writer.WriteInt32((int)name.Scope);
        StandingEncoding.WriteSeconds(writer, name.From);
    }

    private static void Write(CborWriter writer, AliasTag alias)
    {
        Span<byte> tag = stackalloc byte[AliasBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(tag, alias.High);
        BinaryPrimitives.WriteUInt64LittleEndian(tag[8..], alias.Low);
        writer.WriteByteString(tag);
    }

    private static AliasTag ReadAlias(CborReader reader)
    {
        var bytes = reader.ReadByteString();
        return bytes.Length == AliasBytes
            ? new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)))
            : throw new FormatException("The tag of a card or document has 16 bytes.");
    }

    private static BanName ReadName(CborReader reader) =>
        new(reader.ReadDefined<Sector>(), reader.ReadDefined<BanScope>(), StandingEncoding.ReadSeconds(reader));
}

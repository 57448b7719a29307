using System.Buffers;
using EdgeService.Core.Changes;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Reads what a change does. What is wrong is collected; what is returned then means nothing.</summary>
internal static class ActReading
{
    private const int MaxConsents = 1_000;
    private const int MaxBans = 100;
    private const int LongestPartner = 32;

    private static readonly SearchValues<char> PartnerCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static ChangeAct Read(Wire.Change wire, string path, AliasReading.Tagging tryAliasOf, ref FieldFaults faults)
    {
        switch (wire.ActCase)
        {
            case Wire.Change.ActOneofCase.Enrol: return new Enrol(Standing(wire.Enrol, path + "enrol.", ref faults));
            case Wire.Change.ActOneofCase.Leave: return new Leave();
            case Wire.Change.ActOneofCase.Score: return new SetScore(Score(wire.Score, path, ref faults));
            case Wire.Change.ActOneofCase.Tier: return new SetTier(Tier(wire.Tier, path, isRequired: true, ref faults));
            case Wire.Change.ActOneofCase.CourtListed: return new SetCourtListing(wire.CourtListed);
            case Wire.Change.ActOneofCase.PaymentLineOpen: return new SetPaymentLine(wire.PaymentLineOpen);
            case Wire.Change.ActOneofCase.GiveConsent: return Consent(wire.GiveConsent, path + "give_consent.", ref faults);
            case Wire.Change.ActOneofCase.WithdrawConsent: return new WithdrawConsent(Contract(wire.WithdrawConsent, path + "withdraw_consent.", ref faults));
            case Wire.Change.ActOneofCase.PutBan: return new PutBan(Ban(wire.PutBan, path + "put_ban.", ref faults));
            case Wire.Change.ActOneofCase.LiftBan: return new LiftBan(Name(wire.LiftBan, path + "lift_ban.", ref faults));
            case Wire.Change.ActOneofCase.Dispute:
                return new SetDispute(
                Name(wire.Dispute.Ban ?? new(), path + "dispute.ban.", ref faults), Dispute(wire.Dispute.State, path + "dispute.state", ref faults));
            case Wire.Change.ActOneofCase.GiveAlias: return new GiveAlias(AliasReading.Read(wire.GiveAlias, path + "give_alias.", tryAliasOf, ref faults));
            case Wire.Change.ActOneofCase.WithdrawAlias: return new WithdrawAlias(AliasReading.Read(wire.WithdrawAlias, path + "withdraw_alias.", tryAliasOf, ref faults));
            default:
                faults.Add(path + "act", "required: what changes");
                return new Leave();
        }
    }

    private static Standing Standing(Wire.Enrol wire, string path, ref FieldFaults faults)
    {
        faults.Require(wire.Consents.Count <= MaxConsents, path, "consents", $"must be at most {MaxConsents}");
        faults.Require(wire.Bans.Count <= MaxBans, path, "bans", $"must be at most {MaxBans}");
        List<ChangeAct> consents = [];
        for (var i = 0; i < Math.Min(wire.Consents.Count, MaxConsents); i++)
            consents.Add(Consent(wire.Consents[i], $"{path}consents[{i}].", ref faults));
        List<SectorBan> bans = [];
        for (var i = 0; i < Math.Min(wire.Bans.Count, MaxBans); i++)
            bans.Add(Ban(wire.Bans[i], $"{path}bans[{i}].", ref faults));
        faults.Require(bans.DistinctBy(ban => (ban.Sector, ban.Scope, ban.From)).Count() == bans.Count, path, "bans", "must differ in sector, scope or start");
        return new(
            Score(wire.Score, path, ref faults),
            Tier(wire.Tier, path, isRequired: false, ref faults),
            wire.CourtListed,
            wire.PaymentLineOpen,
            new ConsentSet(consents.OfType<GiveConsent>().Select(given => given.Contract)),
            bans,
            [.. consents.OfType<GiveDatedConsent>().Select(given => given.Consent).Distinct()]);
    }

    private static ScoreStep Score(int score, string path, ref FieldFaults faults)
    {
        var valid = score is >= 350 and <= 950;
        faults.Require(valid, path, "score", "must be 350 to 950");
        return valid ? ScoreStep.OfScore(score) : default;
    }

    private static Tier Tier(Wire.Tier tier, string path, bool isRequired, ref FieldFaults faults)
    {
        faults.Require(tier is >= Wire.Tier.Unspecified and <= Wire.Tier.Platinum && !(isRequired && tier == 0), path, "tier", "must be BASIC, SILVER, GOLD or PLATINUM");
        return tier == 0 ? Core.Snapshots.Tier.Basic : (Tier)(tier - Wire.Tier.Basic);
    }

    private static ChangeAct Consent(Wire.ConsentGiven wire, string path, ref FieldFaults faults)
    {
        var contract = Contract(wire.Scope, path + "scope.", ref faults);
        var (from, until) = Interval(wire.StartTime, wire.EndTime, path, ref faults);
        return from is null && until is null
            ? new GiveConsent(contract)
            : new GiveDatedConsent(new(contract, from ?? DateTimeOffset.UnixEpoch, until));
    }

    internal static void RequirePartner(string partnerId, string path, ref FieldFaults faults)
    {
        var named = partnerId.Length is > 0 and <= LongestPartner && !partnerId.AsSpan().ContainsAnyExcept(PartnerCharacters);
        faults.Require(named, path, "partner_id", "required: 1 to 32 of a-z, 0-9 and -");
    }

    private static Contract Contract(Wire.ConsentScope? wire, string path, ref FieldFaults faults)
    {
        var (scene, partner) = (wire?.Scene ?? 0, wire?.PartnerId ?? "");
        faults.Require(System.Enum.IsDefined((Scene)scene), path, "scene", "required");
        RequirePartner(partner, path, ref faults);
        return new((Scene)scene, partner);
    }

    private static SectorBan Ban(Wire.Ban wire, string path, ref FieldFaults faults)
    {
        var (from, until) = Interval(wire.StartTime, wire.EndTime, path, ref faults);
        faults.Require(from is not null, path, "start_time", "required");
        return new(
            Sector(wire.Sector, path, ref faults),
            Scope(wire.Scope, path, ref faults),
            from ?? default,
            until,
            wire.LiftsOnPayment ? LiftCondition.Payment : LiftCondition.DateOnly,
            Dispute(wire.Dispute, path + "dispute", ref faults));
    }

    private static BanName Name(Wire.BanRef wire, string path, ref FieldFaults faults) => new(
        Sector(wire.Sector, path, ref faults), Scope(wire.Scope, path, ref faults), Second(wire.StartTime, path + "start_time", ref faults));

    private static Sector Sector(Wire.Sector sector, string path, ref FieldFaults faults)
    {
        faults.Require(sector is >= Wire.Sector.Railway and <= Wire.Sector.Other, path, "sector", "required: RAILWAY, AVIATION, FINANCE, HEALTHCARE or OTHER");
        return sector == Wire.Sector.Other ? Core.Snapshots.Sector.Other : (Sector)sector;
    }

    private static BanScope Scope(Wire.BanScope scope, string path, ref FieldFaults faults)
    {
        faults.Require(System.Enum.IsDefined((BanScope)scope), path, "scope", "must be absent or HIGHER_CLASSES");
        return (BanScope)scope;
    }

    private static DisputeState Dispute(Wire.DisputeState state, string path, ref FieldFaults faults)
    {
        faults.Require(System.Enum.IsDefined((DisputeState)state), path, "", "must be absent, OPEN, UPHELD or REJECTED");
        return (DisputeState)state;
    }

    private static (DateTimeOffset? From, DateTimeOffset? Until) Interval(Timestamp? start, Timestamp? end, string path, ref FieldFaults faults)
    {
        var (from, until) = (Second(start, path + "start_time", ref faults), Second(end, path + "end_time", ref faults));
        faults.Require(until is null || until > (from ?? DateTimeOffset.UnixEpoch), path, "end_time", "must be after the start");
        return (from, until);
    }

    /// <summary>A moment in whole seconds, as snapshots keep it.</summary>
    private static DateTimeOffset? Second(Timestamp? wire, string field, ref FieldFaults faults)
    {
        var moment = FieldReading.Moment(wire, field, ref faults);
        faults.Require(moment is null || wire!.Nanos == 0, field, "", "must be a whole second");
        return moment;
    }
}

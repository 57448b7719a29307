using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Rights;
using EdgeService.Core.Snapshots;
using EdgeService.Terminals;
using Google.Protobuf.WellKnownTypes;
using Perks.Member.V1;
using Admin = Perks.Admin.V1;

namespace EdgeService.Members;

/// <summary>Listings in the member's language, and their names, on the wire.</summary>
public static class ListingWriting
{
    public static Listing OfCourt(RightsWording wording) => new()
    {
        Ref = new ListingRef { Court = true },
        Text = wording.CourtListing,
        LiftText = wording.CourtLift,
        InForce = true,
    };

    public static Listing Write(SectorBan ban, RightsWording wording, DateTimeOffset now) => new()
    {
        Ref = new ListingRef { Ban = Name(new BanName(ban.Sector, ban.Scope, ban.From)) },
        Text = wording.BanText(ban),
        EndTime = ban.Until?.ToTimestamp(),
        LiftText = wording.LiftText(ban.Lift),
        Dispute = (Admin.DisputeState)ban.Dispute,
        DisputeText = wording.DisputeName(ban.Dispute),
        InForce = ban.InForceAt(now),
    };

    public static Admin.BanRef Name(BanName ban) => new()
    {
        Sector = ban.Sector == Sector.Other ? Admin.Sector.Other : (Admin.Sector)ban.Sector,
        Scope = (Admin.BanScope)ban.Scope,
        StartTime = ban.From?.ToTimestamp(),
    };

    /// <summary>The listing that is meant.</summary>
    public static DisputeSubject Read(ListingRef wire, ref FieldFaults faults)
    {
        if (wire.ListingCase == ListingRef.ListingOneofCase.Ban)
        {
            var ban = wire.Ban;
            faults.Require(ban.Sector is >= Admin.Sector.Railway and <= Admin.Sector.Other, "", "listing.ban.sector", "required: RAILWAY, AVIATION, FINANCE, HEALTHCARE or OTHER");
            faults.Require(System.Enum.IsDefined((BanScope)ban.Scope), "", "listing.ban.scope", "must be absent or HIGHER_CLASSES");
            var sector = ban.Sector == Admin.Sector.Other ? Sector.Other : (Sector)ban.Sector;
            return DisputeSubject.OfBan(new BanName(sector, (BanScope)ban.Scope, FieldReading.Moment(ban.StartTime, "listing.ban.start_time", ref faults)));
        }

        faults.Require(wire.ListingCase == ListingRef.ListingOneofCase.Court && wire.Court, "", "listing", "required: court, or a ban");
        return DisputeSubject.OfCourtListing;
    }
}

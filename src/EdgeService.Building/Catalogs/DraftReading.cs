using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Admin.V1;

namespace EdgeService.Building.Catalogs;

/// <summary>Turns the message into a draft. What cannot be said in a draft (a missing kind, an unpublished threshold) is a fault here.</summary>
internal sealed class DraftReading(List<CatalogFault> faults)
{
    internal CatalogDraft Read(Wire.Catalog catalog) => new(
        catalog.Revision,
        [.. catalog.Perks.Select((perk, i) => ReadPerk(perk, $"perks[{i}]"))],
        [.. catalog.Partners.Select((partner, i) => ReadPartner(partner, $"partners[{i}]"))]);

    private Perk ReadPerk(Wire.Perk perk, string path) => new()
    {
        Id = perk.Id,
        Code = ReadCode(perk.Code, path + ".code"),
        Title = ReadText(perk.Title) ?? new LocalizedText(""),
        Scene = (Scene)Said((int)perk.Scene, path + ".scene"),
        Rule = new RuleReading(faults).Read(perk.Rule, path + ".rule"),
        Benefit = ReadBenefit(perk.Benefit, path + ".benefit"),
        OfflineClass = (OfflineClass)(Said((int)perk.OfflineClass, path + ".offlineClass") - 1),
        Freshness = new Freshness(
            ReadSpan(perk.FreshFor) ?? Freshness.Default.FreshFor,
            ReadSpan(perk.Budget) ?? Freshness.Default.Budget),
        OfflineAllowance = perk.OfflineAllowance is { } allowance
            ? new OfflineAllowance(allowance.AcceptanceCount, ReadSpan(allowance.SinceContact) ?? TimeSpan.Zero)
            : null,
        TokenLifetimes = ReadLifetimes(perk.TokenLifetimes ?? new Wire.TokenLifetimes()),
        HandoverRequired = Said((int)perk.Handover, path + ".handover") == (int)Wire.Handover.Required,
        IgnoresListings = perk.IgnoresListings,
        ReserveOnIssue = perk.ReserveOnIssue,
        CardKinds = [.. perk.CardKinds.Select(kind => kind == Wire.CardKind.PartnerCard ? MemberRefKind.PartnerCard : MemberRefKind.IdentityDocument)],
        Kind = (PerkKind)Said((int)perk.Kind, path + ".kind"),
        DueAfter = ReadSpan(perk.DueAfter),
        Extension = perk.Extension is { } extension ? new ExtensionRule(extension.TimesCount, ReadSpan(extension.By) ?? TimeSpan.Zero) : null,
        LostAfter = ReadSpan(perk.LostAfter),
        ClosesAfter = ReadSpan(perk.ClosesAfter),
        Attributes = [.. perk.Attributes.Select((declared, i) => new AttributeDeclaration(
            declared.Name, (AttributeType)Said((int)declared.Type, $"{path}.attributes[{i}].type"), declared.Required))],
        ActiveFrom = perk.ActiveFromTime?.ToDateTimeOffset(),
        ActiveUntil = perk.ActiveUntilTime?.ToDateTimeOffset(),
    };

    private ushort ReadCode(int code, string path)
    {
        Require(code is >= 1 and <= ushort.MaxValue, path, "must be 1 to 65535");
        return (ushort)code;
    }

    private Benefit ReadBenefit(Wire.Benefit? benefit, string path)
    {
        Require(benefit is not null, path, "must be said");
        benefit ??= new Wire.Benefit();
        return new Benefit
        {
            DepositWaived = benefit.DepositWaived is { } deposit ? ReadMoney(deposit) : null,
            CreditLadder = [.. benefit.CreditLadder.Select((rung, i) => new CreditRung(
                Thresholds.Read(rung.Score, $"{path}.creditLadder[{i}].score", faults), ReadMoney(rung.Limit ?? new Wire.Money())))],
            TrialDays = benefit.TrialDayCount,
            PayLaterDays = benefit.PayLaterDayCount,
            Queue = benefit.QueueAhead ? QueueClass.Ahead : QueueClass.None,
            DiscountPercent = benefit.DiscountPercent,
            Access = benefit.Access,
            Document = benefit.Document,
            ShowsBand = benefit.ShowsBand,
        };
    }

    private PartnerDraft ReadPartner(Wire.Partner partner, string path) => new(
        partner.Id,
        ReadText(partner.Name) ?? new LocalizedText(""),
        [.. partner.Perks],
        [.. partner.Venues.Select((venue, i) => ReadVenue(venue, $"{path}.venues[{i}]"))]);

    private VenueDraft ReadVenue(Wire.Venue venue, string path) => new()
    {
        Id = venue.Id,
        Kind = (VenueKind)Said((int)venue.Kind, path + ".kind"),
        Attended = venue.Attended,
        UtcOffset = TimeSpan.FromMinutes(venue.UtcOffsetMinutes),
        DeskText = ReadText(venue.DeskText),
        Hotline = venue.Hotline.Length == 0 ? null : venue.Hotline,
        TakesDeposits = venue.TakesDeposits,
        Terminals = [.. venue.Terminals.Select(terminal => new TerminalDraft(terminal.Id, terminal.Audience, OrNull(terminal.ReceiptKey)))],
        GateGroups = [.. venue.GateGroups.Select(group => new GateGroupDraft(group.Audience, [.. group.Terminals]))],
    };

    private static TokenLifetimes ReadLifetimes(Wire.TokenLifetimes lifetimes) => new(
        ReadSpan(lifetimes.AtTerminal) ?? TokenLifetimes.Default.AtTerminal,
        ReadSpan(lifetimes.InApp) ?? TokenLifetimes.Default.InApp,
        ReadSpan(lifetimes.Offline) ?? TokenLifetimes.Default.Offline,
        ReadSpan(lifetimes.AtGuardedGate) ?? TokenLifetimes.Default.AtGuardedGate);

    private static Money ReadMoney(Wire.Money money) => new(money.MinorUnits, money.Currency);

    private static LocalizedText? ReadText(Wire.LocalizedText? text) =>
        text is null ? null : new LocalizedText(text.En, OrNull(text.Zh), OrNull(text.Sv), OrNull(text.De));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    internal static TimeSpan? ReadSpan(Duration? duration) => duration?.ToTimeSpan();

    private int Said(int number, string path)
    {
        Require(number != 0, path, "must be said");
        return number == 0 ? 1 : number;
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            faults.Add(new CatalogFault(path, message));
        }
    }
}

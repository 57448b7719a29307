namespace EdgeService.Core.Perks;

/// <summary>Checks partners, venues, terminals and gate groups.</summary>
internal static class PartnerLint
{
    internal static void Check(CatalogDraft draft, FaultList faults)
    {
        faults.RequireUnique(draft.Partners, partner => partner.Id, "partners", "id");
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < draft.Partners.Count; i++)
        {
            CheckPartner(draft, draft.Partners[i], $"partners[{i}]", audiences, faults);
        }
    }

    private static void CheckPartner(CatalogDraft draft, PartnerDraft partner, string path, HashSet<string> audiences, FaultList faults)
    {
        faults.RequireId(partner.Id, path + ".id", 32);
        faults.RequireText(partner.Name, path + ".name");
        faults.RequireUnique(partner.PerkIds, id => id, path + ".perks", "");
        var contracted = new List<Perk>();
        for (var i = 0; i < partner.PerkIds.Count; i++)
        {
            var perk = draft.Perks.FirstOrDefault(candidate => candidate.Id == partner.PerkIds[i]);
            faults.Require(perk is not null, $"{path}.perks[{i}]", $"there is no perk \"{partner.PerkIds[i]}\"");
            if (perk is not null)
            {
                contracted.Add(perk);
            }
        }

        faults.RequireUnique(partner.Venues, venue => venue.Id, path + ".venues", "id");
        for (var i = 0; i < partner.Venues.Count; i++)
        {
            CheckVenue(partner.Venues[i], contracted, $"{path}.venues[{i}]", audiences, faults);
        }
    }

    private static void CheckVenue(VenueDraft venue, List<Perk> contracted, string path, HashSet<string> audiences, FaultList faults)
    {
        faults.RequireId(venue.Id, path + ".id", 32);
        faults.Require(venue.UtcOffset.Duration() <= TimeSpan.FromHours(14), path + ".utcOffsetMinutes", "must be -840 to 840");
        CheckRemedies(venue, contracted, path, faults);
        faults.RequireUnique(venue.Terminals, terminal => terminal.Id, path + ".terminals", "id");
        for (var i = 0; i < venue.Terminals.Count; i++)
        {
            faults.RequireId(venue.Terminals[i].Id, $"{path}.terminals[{i}].id", 32);
            CheckAudience(venue.Terminals[i].Audience, $"{path}.terminals[{i}].audience", audiences, faults);
            faults.Require(
                venue.Terminals[i].ReceiptKey is not { } key || ReceiptKeys.TryRead(key) is not null,
                $"{path}.terminals[{i}].receiptKey",
                "must be the SubjectPublicKeyInfo of a P-256 key, DER in Base64");
        }

        for (var i = 0; i < venue.GateGroups.Count; i++)
        {
            CheckGroup(venue, venue.GateGroups[i], $"{path}.gateGroups[{i}]", audiences, faults);
        }
    }

    private static void CheckRemedies(VenueDraft venue, List<Perk> contracted, string path, FaultList faults)
    {
        if (venue.DeskText is not null)
        {
            faults.RequireText(venue.DeskText, path + ".deskText");
        }

        faults.Require(
            venue.Hotline is not { } number || (number.Length is >= 4 and <= 16 && number[0] == '+' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0),
            path + ".hotline",
            "must be a number in E.164: \"+\" and 3 to 15 digits");
        faults.Require(!venue.Attended || venue.DeskText is not null, path + ".deskText", "an attended venue must say where the desk is");
        if (venue.Attended || venue.Hotline is not null)
        {
            return;
        }

        faults.Require(venue.TakesDeposits || contracted.Count == 0, path, "an unattended venue must offer a hotline or take deposits: a desk alone helps nobody there");
        foreach (var perk in contracted.Where(perk => venue.TakesDeposits && !CatalogAssembly.TakesDepositFor(venue, perk) && CatalogAssembly.StandsAt(perk, venue.Kind)))
        {
            faults.Require(false, path + ".hotline", $"needed at this unattended venue: \"{perk.Id}\" has no deposit to pay instead");
        }
    }

    private static void CheckGroup(VenueDraft venue, GateGroupDraft group, string path, HashSet<string> audiences, FaultList faults)
    {
        CheckAudience(group.Audience, path + ".audience", audiences, faults);
        faults.Require(group.TerminalIds.Count > 0, path + ".terminals", "must not be empty");
        faults.RequireUnique(group.TerminalIds, id => id, path + ".terminals", "");
        for (var i = 0; i < group.TerminalIds.Count; i++)
        {
            faults.Require(
                venue.Terminals.Any(terminal => terminal.Id == group.TerminalIds[i]),
                $"{path}.terminals[{i}]",
                $"the venue has no terminal \"{group.TerminalIds[i]}\"");
        }
    }

    private static void CheckAudience(string code, string path, HashSet<string> audiences, FaultList faults)
    {
        faults.Require(
            code.Length is >= 1 and <= 10 && code.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'),
            path,
            "must be 1 to 10 of A-Z, 0-9 and \"-\"");
        faults.Require(audiences.Add(code), path, $"\"{code}\" is already used");
    }
}

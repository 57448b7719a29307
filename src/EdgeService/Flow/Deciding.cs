using EdgeService.Accesses;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>The middle of every flow: gather what is known, decide, seal the decision, note it.</summary>
public sealed class Deciding(Presence presence, Probing probing, ILedger ledger, OutageJournal outage, Seals seals, DecisionLog log, AccessLog accesses, EdgeMeter meter, DecisionCounts counts)
{
    /// <summary>Looks a terminal's question up: who, what, where.</summary>
    /// <exception cref="EdgeFaultException">The member reference, perk or attributes are not acceptable.</exception>
    public Matter Gather(in Ground ground, Caller caller, in PerkQuestion question)
    {
        var matter = Prepare(ground, caller, question);
        return matter with { Standing = ground.StandingOf(matter.Member) };
    }

    /// <summary>The same for a venue that the caller does not stand at.</summary>
    public Matter Gather(in Ground ground, Caller caller, in PerkQuestion question, Venue venue, MemberOccasion occasion)
    {
        var matter = Prepare(ground, caller, question, venue, occasion);
        return matter with { Standing = ground.StandingOf(matter.Member) };
    }

    /// <summary>Everything but the member's standing, which whoever asks for many members looks up together.</summary>
    /// <exception cref="EdgeFaultException">The member reference, perk or attributes are not acceptable.</exception>
    public Matter Prepare(in Ground ground, Caller caller, in PerkQuestion question)
    {
        var venue = Places.TerminalOf(caller, ground.Catalog).Venue;
        return Prepare(ground, caller, question, venue, MemberOccasion.AtTerminal);
    }

    private Matter Prepare(in Ground ground, Caller caller, in PerkQuestion question, Venue venue, MemberOccasion occasion)
    {
        var perk = Places.OfferOf(ground.Catalog, venue, question.PerkId, question.Path + "perk_id").Perk;
        CheckAttributes(perk, question);
        var member = question.ScannedAt is { } scanned
            ? presence.ResolveAt(question.Member, caller, perk, ground, scanned)
            : presence.Resolve(question.Member, caller, perk, ground);
        if (caller.Role == CallerRole.Terminal && question.ScannedAt is null)
            probing.Charge(caller, venue.Partner, perk, member, ground.Now);
        return new Matter
        {
            Member = member,
            Standing = null,
            Perk = perk,
            Venue = venue,
            Asker = caller.Short,
            Units = question.Units,
            Amount = question.Amount,
            Deposit = question.Deposit,
            Attributes = question.Attributes,
            Journey = JourneyOf(perk, question.Attributes.AsSpan()),
            Occasion = perk.AsksEachTime ? occasion & ~MemberOccasion.BeforeTheGate : occasion,
        };
    }

    /// <summary>Decides on the view of the ledger that checks have: advisory where limits count.</summary>
    public Decided Decide(in Ground ground, in Matter matter) => Decide(
        ground, matter, ledger.TryView(matter.Member, out var record) ? LedgerView.Of(matter.UsageIn(record, ground.Now)) : OutOfReach(matter.Member));

    /// <summary>Decides where the ledger has just been found out of reach.</summary>
    public Decided DecideWithoutLedger(in Ground ground, in Matter matter) => Decide(ground, matter, OutOfReach(matter.Member));

    /// <summary>The view without the ledger: limits are unknown, and this edge knows whether the member has had what an outage allows.</summary>
    private LedgerView OutOfReach(MemberKey member) => LedgerView.OutOfReach with { OutageAllowanceUsed = outage.HasUsedAllowance(member) };

    /// <summary>Decides on the ledger's own word.</summary>
    public Decided Decide(in Ground ground, in Matter matter, in LedgerView view)
    {
        var decision = Decider.Decide(new Inquiry
        {
            Perk = matter.Perk,
            Venue = matter.Venue,
            Standing = matter.Standing,
            Ledger = view,
            Age = ground.Basis.Age,
            Now = ground.Now,
            Attributes = matter.Attributes.AsSpan(),
            Units = matter.Units,
            Amount = matter.Amount?.MinorUnits ?? 0,
            DepositPaid = matter.Deposit?.Amount,
            MemberActs = matter.Occasion.HasFlag(MemberOccasion.MemberActs),
            BeforeTheGate = matter.Occasion.HasFlag(MemberOccasion.BeforeTheGate),
        });
        return new Decided
        {
            Decision = decision,
            Perk = matter.Perk,
            Basis = ground.Basis,
            Member = matter.Member,
            At = ground.Now,
            Id = Seal(ground, matter, decision),
        };
    }

    /// <summary>
    /// Counts the decision, notes it for the member unless the member's own app asked, and keeps it in the decision log if it is a refusal or a referral.
    /// Evens out what a refusal took: here, while the ground is held, and not where it is decided, since a ledger may decide when nobody waits any more.
    /// </summary>
    public void Note(in Ground ground, in Decided decided, Caller caller)
    {
        counts.Note(decided.Perk.Code, decided.Decision.Outcome);
        if (meter.CountsDecisions)
            meter.Decided(decided.Perk.Id, DecisionNames.Of(decided.Decision.Outcome), DecisionNames.Of(decided.Decision.Principal));
        if (caller.Role == CallerRole.Terminal)
            accesses.Note(decided.Member, decided.At, decided.Id, isEnrolled: !decided.Decision.Reasons.Contains(Reason.NotEnrolled));
        if (decided.IsEligible)
            return;
        ground.EvenOut(decided.Member);
        log.Append(RecordOf(decided, caller));
    }

    private static DecisionRecord RecordOf(in Decided decided, Caller caller)
    {
        var decision = decided.Decision;
        return new DecisionRecord(
            decided.At, decided.Id, decided.Perk.Id, caller.PartnerId, caller.VenueId, caller.TerminalId, DecisionNames.Of(decision.Outcome), DecisionNames.Of(decision.Code));
    }

    /// <summary>The journey that the perk's journey attribute names; null if it names none.</summary>
    public JourneyDigest? JourneyOf(Perk perk, ReadOnlySpan<NamedValue> attributes)
    {
        if (perk.Limits.JourneyAttribute is not { } name)
            return null;
        foreach (ref readonly var attribute in attributes)
        {
            if (attribute.Name == name && attribute.Value.TextValue is { } ticket)
                return seals.JourneyOf(ticket);
        }

        return null;
    }

    /// <summary>Refuses attributes that the perk does not declare, or of another type.</summary>
    public static void CheckAttributes(Perk perk, ReadOnlySpan<NamedValue> attributes, string path)
    {
        var (fault, name) = perk.CheckAttributes(attributes);
        if (fault == AttributeFault.None)
            return;
        throw new EdgeFaultException(EdgeFault.Invalid($"{path}attributes[{name}]", fault switch
        {
            AttributeFault.WrongType => "must have the type that ListPerks declares",
            AttributeFault.BadLength => $"must have 1 to {AttributeValue.MaxTextLength} characters",
            AttributeFault.Repeated => "must be given once",
            _ => "must be an attribute that ListPerks declares for this perk",
        }));
    }

    private static void CheckAttributes(Perk perk, in PerkQuestion question) => CheckAttributes(perk, question.Attributes.AsSpan(), question.Path);

    private byte[] Seal(in Ground ground, in Matter matter, in Decision decision) => seals.SealDecision(new SealedDecision
    {
        DecidedAt = ground.Now,
        PerkCode = matter.Perk.Code,
        Member = matter.Member,
        Terminal = matter.Asker,
        SnapshotRevision = ground.Basis.SnapshotRevision,
        CatalogRevision = ground.Basis.CatalogRevision,
        AsOf = ground.Basis.AsOf,
        Outcome = (byte)decision.Outcome,
        CoarseCode = (byte)decision.Code,
        PrincipalReason = (byte)decision.Principal,
        ReasonMask = decision.Reasons.Bits,
        NextScoreStep = decision.NextStep?.Index ?? SealedDecision.NoNextScoreStep,
    });
}

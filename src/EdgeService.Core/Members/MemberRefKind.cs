namespace EdgeService.Core.Members;

/// <summary>What a terminal scanned to name a member.</summary>
public enum MemberRefKind
{
    /// <summary>The member's own app made it within the last 60 s: proof of presence.</summary>
    AppCode = 1,

    /// <summary>A partner's card, resolved through the snapshot's alias table, only where the perk allows it.</summary>
    PartnerCard = 2,

    /// <summary>An identity document, resolved through the snapshot's alias table, only where the perk allows it.</summary>
    IdentityDocument = 3,

    /// <summary>The bare member id: Development only.</summary>
    MemberId = 4,
}

namespace EdgeService.Core.Snapshots;

/// <summary>Membership tier, two bits in the snapshot entry.</summary>
public enum Tier
{
    Basic = 0,
    Silver = 1,
    Gold = 2,
    Platinum = 3,
}

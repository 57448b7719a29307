namespace EdgeService.Core.Snapshots;

/// <summary>What a consent is for.</summary>
public enum Scene
{
    Mobility = 1,
    Library = 2,
    Healthcare = 3,
    Travel = 4,
    Retail = 5,
    Finance = 6,
    Housing = 7,
    Social = 8,
}

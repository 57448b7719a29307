namespace EdgeService.Core.Scoring;

/// <summary>The five published score bands; lower bounds 350, 550, 600, 650 and 700.</summary>
public enum Band
{
    Low = 0,
    Intermediate = 1,
    Good = 2,
    VeryGood = 3,
    Exceptional = 4,
}

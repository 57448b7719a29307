namespace EdgeService.Building.Population;

/// <summary>The 1,000 real applicants that come with the program; Data/README.md says where they are from.</summary>
public static class RealApplicants
{
    public const string FileName = "german-credit-dimensions.csv";

    /// <summary>The file as CSV of scores.</summary>
    public static Stream Open() =>
        typeof(RealApplicants).Assembly.GetManifestResourceStream(FileName)
        ?? throw new InvalidOperationException($"{FileName} was not built into the program.");
}

using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// What the builder knows of a member, in 64 bits: consent set 25 (index into <see cref="StandingTables"/>), dated facts 25 (likewise),
/// payment line 1, court 1, tier 2, exact score 10; least significant first. Also the standing of the binary population form.
/// </summary>
public readonly record struct MemberFacts(ulong Bits)
{
    public const int MaxIndex = (1 << 25) - 1;

    private const int DatedShift = 25;
    private const int PaymentLineShift = 50;
    private const int CourtShift = 51;
    private const int TierShift = 52;
    private const int ScoreShift = 54;

    public int ConsentIndex => (int)(Bits & MaxIndex);

    public int DatedIndex => (int)((Bits >> DatedShift) & MaxIndex);

    public bool PaymentLineOpen => ((Bits >> PaymentLineShift) & 1) != 0;

    public bool CourtListed => ((Bits >> CourtShift) & 1) != 0;

    public Tier Tier => (Tier)((Bits >> TierShift) & 3);

    /// <summary>350–950 in what the builder makes; anything up to 1023 in a file from elsewhere.</summary>
    public int Score => (int)(Bits >> ScoreShift);

    public bool HasValidScore => Score is >= ScoreFormula.LowestScore and <= ScoreFormula.HighestScore;

    public static MemberFacts Pack(Tier tier, bool courtListed, bool paymentLineOpen, int consentIndex, int datedIndex) =>
        new((uint)consentIndex
            | ((ulong)datedIndex << DatedShift)
            | ((paymentLineOpen ? 1UL : 0) << PaymentLineShift)
            | ((courtListed ? 1UL : 0) << CourtShift)
            | ((ulong)tier << TierShift));

    public MemberFacts WithScore(int score) => new((Bits & ((1UL << ScoreShift) - 1)) | ((ulong)score << ScoreShift));
}

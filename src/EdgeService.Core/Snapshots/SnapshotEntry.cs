using System.Runtime.CompilerServices;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// One member in 64 bits: 38 bits of the key after the directory's bits, then 26 bits of payload
/// (score step 4, tier 2, court 1, payment line 1, consent index 18), most significant first.
/// </summary>
public readonly record struct SnapshotEntry(ulong Bits)
{
    public const int RemainderBits = 38;
    public const int PayloadBits = 26;

    /// <summary>The consent index that says: look in the details.</summary>
    public const int InDetails = (1 << 18) - 1;

    /// <summary>Distinct consent sets that an entry can point at, the empty set included.</summary>
    public const int MaxConsentSets = InDetails;

    private const int ScoreShift = 22;
    private const int TierShift = 20;
    private const int CourtShift = 19;
    private const int PaymentLineShift = 18;

    public ulong Remainder => Bits >> PayloadBits;

    public ScoreStep Score => new((byte)((Bits >> ScoreShift) & 0xF));

    public Tier Tier => (Tier)((Bits >> TierShift) & 0x3);

    public bool CourtListed => ((Bits >> CourtShift) & 1) != 0;

    public bool PaymentLineOpen => ((Bits >> PaymentLineShift) & 1) != 0;

    public int ConsentIndex => (int)(Bits & InDetails);

    /// <summary>Packs an entry: a remainder of 38 bits, a consent index from 0 to <see cref="InDetails"/>.</summary>
    public static SnapshotEntry Pack(ulong remainder, ScoreStep score, Tier tier, bool courtListed, bool paymentLineOpen, int consentIndex) =>
        new((remainder << PayloadBits)
            | ((ulong)score.Index << ScoreShift)
            | ((ulong)tier << TierShift)
            | ((courtListed ? 1UL : 0) << CourtShift)
            | ((paymentLineOpen ? 1UL : 0) << PaymentLineShift)
            | (uint)consentIndex);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Standing With(ConsentSet consents, IReadOnlyList<SectorBan> bans, IReadOnlyList<DatedConsent> datedConsents) =>
        new(Score, Tier, CourtListed, PaymentLineOpen, consents, bans, datedConsents);
}

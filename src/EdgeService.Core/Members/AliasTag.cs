namespace EdgeService.Core.Members;

/// <summary>
/// 128 bits that stand for one card or document. Without the deployment's secret nothing of it can be told from them; they are personal data all
/// the same, in the sense of a pseudonym.
/// </summary>
public readonly record struct AliasTag(ulong High, ulong Low) : IComparable<AliasTag>
{
    public int CompareTo(AliasTag other)
    {
        var byHigh = High.CompareTo(other.High);
        return byHigh != 0 ? byHigh : Low.CompareTo(other.Low);
    }

    /// <summary>
    /// The key under which one is asked about whom no member's alias names. No member is found by it, as one who is not enrolled is not, so that
    /// the question takes the same way from here on.
    /// </summary>
    public MemberKey StandIn => new(High);

    /// <summary>Redacted on purpose.</summary>
    public override string ToString() => "alias-tag";

    public static bool operator <(AliasTag left, AliasTag right) => left.CompareTo(right) < 0;

    public static bool operator <=(AliasTag left, AliasTag right) => left.CompareTo(right) <= 0;

    public static bool operator >(AliasTag left, AliasTag right) => left.CompareTo(right) > 0;

    public static bool operator >=(AliasTag left, AliasTag right) => left.CompareTo(right) >= 0;
}

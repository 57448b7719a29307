namespace EdgeService.Core.Members;

/// <summary>
/// 128 bits that name one member to the snapshot builder: the member key and 64 further bits hashed under another part of the secret.
/// They tell a member listed twice from two members whose keys happen to be alike.
/// </summary>
public readonly record struct MemberTag(MemberKey Key, ulong Check) : IComparable<MemberTag>
{
    public int CompareTo(MemberTag other)
    {
        var byKey = Key.CompareTo(other.Key);
        return byKey != 0 ? byKey : Check.CompareTo(other.Check);
    }

    /// <summary>Redacted on purpose, like the key it holds.</summary>
    public override string ToString() => "member-tag";

    public static bool operator <(MemberTag left, MemberTag right) => left.CompareTo(right) < 0;

    public static bool operator <=(MemberTag left, MemberTag right) => left.CompareTo(right) <= 0;

    public static bool operator >(MemberTag left, MemberTag right) => left.CompareTo(right) > 0;

    public static bool operator >=(MemberTag left, MemberTag right) => left.CompareTo(right) >= 0;
}

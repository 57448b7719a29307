using System.Globalization;

namespace EdgeService.Core.Members;

/// <summary>
/// The only identity in snapshot and ledger: 64-bit SipHash-2-4 of the stable member id under the deployment's secret.
/// It is personal data in the sense of a pseudonym: never logged, never sent to a terminal.
/// </summary>
public readonly record struct MemberKey(ulong Value) : IComparable<MemberKey>
{
    public int CompareTo(MemberKey other) => Value.CompareTo(other.Value);

    /// <summary>Redacted on purpose, so that a careless log template cannot leak it. Use <see cref="ToHex"/> where it is meant.</summary>
    public override string ToString() => "member-key";

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public string ToHex() => Value.ToString("x16", CultureInfo.InvariantCulture);

    public static bool operator <(MemberKey left, MemberKey right) => left.Value < right.Value;

    public static bool operator <=(MemberKey left, MemberKey right) => left.Value <= right.Value;

    public static bool operator >(MemberKey left, MemberKey right) => left.Value > right.Value;

    public static bool operator >=(MemberKey left, MemberKey right) => left.Value >= right.Value;
}

using EdgeService.Core.Members;

namespace EdgeService.Flow;

/// <summary>What was scanned to name the member. Never logged, never stored.</summary>
/// <param name="Kind">How <paramref name="Value"/> is read.</param>
/// <param name="Value">1–256 bytes of UTF-8.</param>
/// <param name="Path">Path in the request of what holds the reference, for faults; empty or ending in a dot.</param>
public readonly record struct MemberRef(MemberRefKind Kind, string Value, string Path)
{
    /// <summary>Path of the reference in the request.</summary>
    public string Field => Path + "member_ref";

    /// <summary>Redacted on purpose.</summary>
    public override string ToString() => Kind.ToString();
}

using EdgeService.Core.Members;

namespace EdgeService.Building.Snapshots;

/// <summary>The deployment's secret as the builder uses it.</summary>
public static class MemberHashing
{
    public static MemberTagging Under(MemberSecret secret) => memberId => MemberKeys.TagOf(memberId, secret);

    /// <summary>The same for the numbers of cards and documents.</summary>
    public static AliasTagging AliasesUnder(MemberSecret secret) =>
        (MemberRefKind kind, ReadOnlySpan<byte> partnerId, ReadOnlySpan<byte> number, out AliasTag tag) =>
            AliasTags.TryOf(kind, partnerId, number, secret, out tag);

    /// <summary>Tells one secret from another and nothing else of it: the key of a text that no member id can be.</summary>
    public static ulong CheckOf(MemberSecret secret) => MemberKeys.Of("secret check of a snapshot"u8, secret).Value;
}

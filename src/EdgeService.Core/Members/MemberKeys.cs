using System.Buffers;
using System.Text.Unicode;

namespace EdgeService.Core.Members;

/// <summary>From the stable member id to the member key.</summary>
public static class MemberKeys
{
    /// <summary>Longest member id in bytes of UTF-8; the shortest has one.</summary>
    public const int MaxMemberIdBytes = 64;

    /// <summary>The key of a member id given as UTF-8, whatever its length.</summary>
    public static MemberKey Of(ReadOnlySpan<byte> memberId, in MemberSecret secret) => new(SipHash.Of(secret.Key0, secret.Key1, memberId));

    /// <summary>The key of a member id of 1–64 bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">The id is empty, too long or not well-formed Unicode.</exception>
    public static MemberKey Of(ReadOnlySpan<char> memberId, in MemberSecret secret) =>
        TryTagOf(memberId, secret, out var tag) ? tag.Key : throw new ArgumentException("A member id has 1-64 bytes of UTF-8.", nameof(memberId));

    /// <summary>The 128-bit tag of a member id; false if the id is empty, longer than 64 bytes of UTF-8 or not well-formed Unicode.</summary>
    public static bool TryTagOf(ReadOnlySpan<char> memberId, in MemberSecret secret, out MemberTag tag)
    {
        Span<byte> utf8 = stackalloc byte[MaxMemberIdBytes];
        var status = Utf8.FromUtf16(memberId, utf8, out _, out var length, replaceInvalidSequences: false);
        tag = TagOf(utf8[..length], secret);
        return status == OperationStatus.Done && length > 0;
    }

    /// <summary>The 128-bit tag of a member id given as UTF-8: its key and a check under the secret's second half.</summary>
    public static MemberTag TagOf(ReadOnlySpan<byte> memberId, in MemberSecret secret) =>
        new(Of(memberId, secret), SipHash.Of(secret.Check0, secret.Check1, memberId));
}

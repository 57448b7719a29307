using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>Seals the member of a token and opens it again, checking that the block belongs to the token.</summary>
public static class MemberSeal
{
    public static SealedMember Seal(MemberKey member, TokenId token, ServiceCiphers ciphers)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        Span<byte> block = stackalloc byte[SealedMember.Size];
        SealedBlock.Seal(ciphers.TokenBlocks, member.Value, token.FirstHalf, block);
        return SealedMember.Read(block);
    }

    /// <summary>False if the block was sealed for another token or under other keys; then <paramref name="member"/> means nothing.</summary>
    public static bool TryOpen(SealedMember seal, TokenId token, ServiceCiphers ciphers, out MemberKey member)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        Span<byte> block = stackalloc byte[SealedMember.Size];
        seal.Write(block);
        var (first, second) = SealedBlock.Open(ciphers.TokenBlocks, block);
        member = new(first);
        return second == token.FirstHalf;
    }
}

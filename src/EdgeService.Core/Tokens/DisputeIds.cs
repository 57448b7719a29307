using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Dispute ids: <c>D</c> and Base32 of one AES-128 block of member key and dispute number, 27 characters. The number's first bit is set, so that no
/// dispute shares a block with a grant.
/// </summary>
public static class DisputeIds
{
    private const string Prefix = "D";
    private const ulong Mark = 1ul << 63;

    public static string Seal(MemberKey member, long number, ServiceCiphers ciphers)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        SealedBlock.Seal(ciphers.GrantBlocks, member.Value, (ulong)number | Mark, block);
        return Base32.Encode(Prefix, block);
    }

    /// <summary>False if the text is no dispute id. A made-up id of the right form may open to a member and a number that no ledger knows: look them up.</summary>
    public static bool TryOpen(ReadOnlySpan<char> id, ServiceCiphers ciphers, out MemberKey member, out long number)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        (member, number) = (default, 0);
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        if (id.Length != GrantIds.Length || !id.StartsWith(Prefix, StringComparison.Ordinal) || !Base32.TryDecode(id[Prefix.Length..], block, out _))
            return false;
        var (key, marked) = SealedBlock.Open(ciphers.GrantBlocks, block);
        (member, number) = (new(key), (long)(marked & ~Mark));
        return (marked & Mark) != 0 && number > 0;
    }
}

using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Grant ids: <c>G</c> and Base32 of one AES-128 block of member key and grant number, 27 characters. The id leads to the member's record
/// by itself and tells an outsider nothing.
/// </summary>
public static class GrantIds
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 27;

    private const string Prefix = "G";

    public static string Seal(MemberKey member, ulong number, ServiceCiphers ciphers)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        SealedBlock.Seal(ciphers.GrantBlocks, member.Value, number, block);
        return Base32.Encode(Prefix, block);
    }

    /// <summary>
    /// False if the text is no grant id. A made-up id of the right form opens to a member and a number that no ledger knows: look them up.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<char> id, ServiceCiphers ciphers, out MemberKey member, out ulong number)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        (member, number) = (default, 0);
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        if (id.Length != Length || !id.StartsWith(Prefix, StringComparison.Ordinal) || !Base32.TryDecode(id[Prefix.Length..], block, out _)) return false;
        (var key, number) = SealedBlock.Open(ciphers.GrantBlocks, block);
        member = new(key);
        return true;
    }
}

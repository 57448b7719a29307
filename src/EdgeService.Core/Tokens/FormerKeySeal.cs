using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tokens;

/// <summary>
/// A key that a member was known by before the ledger was re-keyed, as one AES-128 block of that key and 64 zero bits under a key that names alone know.
/// One key always seals to the same block, so that it is found by it; whoever has the ledger and even the old member secret, but not the service's,
/// learns nothing from it. For one thread at a time: the platform's cipher objects keep state.
/// </summary>
public sealed class FormerKeySeal : IDisposable
{
    private readonly Aes _cipher = Aes.Create();

    public FormerKeySeal(ServiceKeys names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _cipher.Key = names.FormerKeyBlocks;
    }

    public UInt128 Seal(MemberKey former)
    {
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        SealedBlock.Seal(_cipher, former.Value, 0, block);
        return BinaryPrimitives.ReadUInt128BigEndian(block);
    }

    /// <summary>False if the block was sealed under another deployment's secret, or was altered.</summary>
    public bool TryOpen(UInt128 seal, out MemberKey former)
    {
        Span<byte> block = stackalloc byte[SealedBlock.Size];
        BinaryPrimitives.WriteUInt128BigEndian(block, seal);
        var (first, second) = SealedBlock.Open(_cipher, block);
        former = new(first);
        return second == 0;
    }

    public void Dispose() => _cipher.Dispose();
}

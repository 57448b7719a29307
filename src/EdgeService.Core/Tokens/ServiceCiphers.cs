using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>The sealing keys made ready for use. For one thread at a time: the platform's cipher objects keep state.</summary>
public sealed class ServiceCiphers(ServiceKeys keys) : IDisposable
{
    internal const int TagSize = 16;

    internal AesGcm Decisions { get; } = new(keys.Decisions, TagSize);

    internal Aes TokenBlocks { get; } = BlockCipher(keys.TokenBlocks);

    internal Aes GrantBlocks { get; } = BlockCipher(keys.GrantBlocks);

    public void Dispose()
    {
        Decisions.Dispose();
        TokenBlocks.Dispose();
        GrantBlocks.Dispose();
    }

    private static Aes BlockCipher(byte[] key)
    {
        var cipher = Aes.Create();
        cipher.Key = key;
        return cipher;
    }
}

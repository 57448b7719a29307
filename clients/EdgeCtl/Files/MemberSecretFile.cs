using System.Security.Cryptography;
using EdgeService.Core.Members;

namespace EdgeCtl.Files;

/// <summary>The deployment's member secret on disk: 32 bytes and nothing else.</summary>
internal static class MemberSecretFile
{
    /// <exception cref="UsageException">The file has another size.</exception>
    public static MemberSecret Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            return bytes.Length == MemberSecret.Size
                ? MemberSecret.Of(bytes)
                : throw new UsageException($"{path} holds {bytes.Length} bytes; a member secret has {MemberSecret.Size}.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}

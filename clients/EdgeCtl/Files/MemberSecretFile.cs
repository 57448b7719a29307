using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Members;

namespace EdgeCtl.Files;

/// <summary>The deployment's member secret on disk: 32 bytes and nothing else.</summary>
internal static class MemberSecretFile
{
    /// <summary>The version that a file's name says: 2 for <c>member.2.key</c>; 1 where it says none.</summary>
    public static int VersionOf(string path) => Path.GetFileName(path).Split('.') is [_, var version, _]
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : 1;

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

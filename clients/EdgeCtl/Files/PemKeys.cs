using System.Security.Cryptography;

namespace EdgeCtl.Files;

/// <summary>Keys of a snapshot as PEM files: a private one signs, its public half, or a public one alone, verifies.</summary>
internal static class PemKeys
{
    /// <summary>The P-256 key of a file. The caller disposes of it.</summary>
    public static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new UsageException($"{path} holds no P-256 key in PEM: {fault.Message}");
        }
    }

    /// <summary>The public half as SubjectPublicKeyInfo.</summary>
    public static byte[] ReadPublic(string path)
    {
        using var key = Read(path);
        return key.ExportSubjectPublicKeyInfo();
    }
}

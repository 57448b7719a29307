using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Tests.Identity;

/// <summary>Revocation lists of every quality.</summary>
public static class TrialRevocations
{
    private static int _files;

    /// <summary>A list of an authority, in DER.</summary>
    public static byte[] List(X509Certificate2 authority, int number, DateTimeOffset made, DateTimeOffset next, params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            list.AddEntry(certificate, made);
        return list.Build(authority, number, next, HashAlgorithmName.SHA256, thisUpdate: made);
    }

    /// <summary>Puts a list into a folder under a new name, whole at once.</summary>
    public static void Put(string folder, byte[] list, bool pem = false)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Interlocked.Increment(ref _files):000}.{(pem ? "pem" : "crl")}");
        File.WriteAllBytes(path + ".new", pem ? System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list)) : list);
        File.Move(path + ".new", path);
    }
}

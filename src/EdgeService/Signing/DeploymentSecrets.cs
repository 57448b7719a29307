using System.Security.Cryptography;
using EdgeService.Building.Audit;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>The secrets that all edges of a deployment share, each in a file of 32 bytes.</summary>
public sealed class DeploymentSecrets
{
    private const int Size = 32;
    private const string MemberFile = "member.key";
    private const string AppCodeFile = "app-code.key";
    private const string SealFile = "seal.key";
    private readonly byte[] _appCodeKey;

    private DeploymentSecrets(ReadOnlySpan<byte> member, byte[] appCode, ReadOnlySpan<byte> seal)
    {
        Audit = AuditKey.Of(seal);
        Member = MemberSecret.Of(member);
        Service = ServiceKeys.Of(seal);
        _appCodeKey = appCode;
    }

    /// <summary>Turns member ids into member keys.</summary>
    public MemberSecret Member { get; }

    /// <summary>Seals and names what leaves the edge.</summary>
    public ServiceKeys Service { get; }

    /// <summary>Binds the lines of the audit log.</summary>
    public byte[] Audit { get; }

    /// <summary>Reads the three files of a folder.</summary>
    /// <exception cref="KeyMaterialException">A file is missing, readable by others, or not 32 bytes long.</exception>
    public static DeploymentSecrets Load(string folder) => new(Read(folder, MemberFile), Read(folder, AppCodeFile), Read(folder, SealFile));

    /// <summary>Draws those of the three that do not exist: for Development, where nobody hands them out.</summary>
    public static void CreateMissing(string folder)
    {
        foreach (var path in new[] { MemberFile, AppCodeFile, SealFile }.Select(name => Path.Combine(folder, name)).Where(path => !File.Exists(path)))
            PrivateFile.Create(path, RandomNumberGenerator.GetBytes(Size));
    }

    /// <summary>The cipher of app codes. For one thread at a time; <see cref="SealingCiphers"/> keeps one for each.</summary>
    public AesGcm CreateAppCodeCipher() => new(_appCodeKey, AesGcm.TagByteSizes.MaxSize);

    private static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        var bytes = PrivateFile.Read(path);
        return bytes.Length == Size ? bytes : throw new KeyMaterialException($"{path} has {bytes.Length} bytes, a secret has {Size}.");
    }
}

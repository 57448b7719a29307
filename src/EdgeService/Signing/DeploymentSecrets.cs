using System.Collections.Immutable;
using System.Security.Cryptography;
using EdgeService.Building.Audit;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// The secrets that all edges of a deployment share, each in a file of 32 bytes, in versions. What was sealed under one version is opened as long
/// as its file is there; names must not change, and so keep to the secret they began with.
/// </summary>
public sealed class DeploymentSecrets
{
    private const int Size = 32;
    private const string MemberName = "member";
    private const string AppCodeName = "app-code";
    private const string SealName = "seal";
    private const string NamesFile = "names.key";
    private readonly ImmutableArray<byte[]> _appCodes;

    private DeploymentSecrets(ReadOnlySpan<byte> member, IEnumerable<byte[]> appCodes, IEnumerable<byte[]> seals, ReadOnlySpan<byte> names)
    {
        Audit = AuditKey.Of(names);
        Member = MemberSecret.Of(member);
        _appCodes = [.. appCodes];
        Sealing = [.. seals.Select(seal => ServiceKeys.Of(seal))];
        Names = ServiceKeys.Of(names);
    }

    /// <summary>Turns member ids into member keys: the highest version, for snapshot and ledger know one at a time.</summary>
    public MemberSecret Member { get; }

    /// <summary>Seals what leaves the edge under the first, and opens what was sealed under any.</summary>
    public ImmutableArray<ServiceKeys> Sealing { get; }

    /// <summary>Binds the lines of the audit log; like a name, it stays when the seal changes.</summary>
    public byte[] Audit { get; }

    /// <summary>What is sealed with.</summary>
    public ServiceKeys Service => Sealing[0];

    /// <summary>Names tokens, requests, journeys and, towards partners, members: of <c>names.key</c>, or of the lowest version of the seal.</summary>
    public ServiceKeys Names { get; }

    /// <summary>How many versions of the app codes' secret there are.</summary>
    public int AppCodeVersions => _appCodes.Length;

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="sealWith">Version of the seal to seal with; 0 for the highest.</param>
    /// <exception cref="KeyMaterialException">A file is missing, readable by others, or not 32 bytes long, or there is no such version.</exception>
    public static DeploymentSecrets Load(string folder, int sealWith = 0)
    {
        var member = SecretVersions.Read(folder, MemberName)[0].Secret;
        var appCodes = SecretVersions.Read(folder, AppCodeName).Select(version => version.Secret);
        var seals = SecretVersions.Read(folder, SealName);
        if (sealWith != 0 && seals.All(version => version.Version != sealWith))
            throw new KeyMaterialException($"{folder} has no version {sealWith} of the secret {SealName}, which Edge:Signing:SealWith names.");
        var names = Path.Combine(folder, NamesFile);
        return new(
            member,
            appCodes,
            seals.OrderBy(version => version.Version == sealWith ? 0 : 1).Select(version => version.Secret),
            File.Exists(names) ? SecretVersions.ReadFile(names) : seals[^1].Secret);
    }

    /// <summary>Draws those of the three that do not exist: for Development, where nobody hands them out.</summary>
    public static void CreateMissing(string folder)
    {
        foreach (var name in new[] { MemberName, AppCodeName, SealName }.Where(name => !SecretVersions.AnyOf(folder, name)))
            PrivateFile.Create(Path.Combine(folder, name + ".key"), RandomNumberGenerator.GetBytes(Size));
    }

    /// <summary>The ciphers of app codes, the highest version first. For one thread at a time; <see cref="SealingCiphers"/> keeps some for each.</summary>
    public AesGcm[] CreateAppCodeCiphers() => [.. _appCodes.Select(key => new AesGcm(key, AesGcm.TagByteSizes.MaxSize))];
}

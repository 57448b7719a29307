using System.Collections.Immutable;
using System.Security.Cryptography;
using EdgeService.Building.Audit;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>One version of the member secret.</summary>
/// <param name="Version">Its number, as the file's name has it.</param>
/// <param name="Secret">The secret.</param>
public readonly record struct MemberVersion(int Version, MemberSecret Secret);

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

    private DeploymentSecrets(
        IEnumerable<MemberVersion> members, int memberVersion, IEnumerable<byte[]> appCodes, IEnumerable<byte[]> seals, ReadOnlySpan<byte> names)
    {
        Audit = AuditKey.Of(names);
        (Members, MemberVersion) = ([.. members], memberVersion);
        Member = Members.Single(version => version.Version == memberVersion).Secret;
        _appCodes = [.. appCodes];
        Sealing = [.. seals.Select(seal => ServiceKeys.Of(seal))];
        Names = ServiceKeys.Of(names);
    }

    /// <summary>Turns member ids into member keys: one version, for snapshot and ledger know one at a time.</summary>
    public MemberSecret Member { get; }

    /// <summary>Which version that is.</summary>
    public int MemberVersion { get; }

    /// <summary>Every version of it that is there, the highest first: what a re-keying goes from and to.</summary>
    public ImmutableArray<MemberVersion> Members { get; }

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
    /// <param name="memberWith">Version of the member secret that snapshot and ledger stand under; 0 for the highest.</param>
    /// <exception cref="KeyMaterialException">A file is missing, readable by others, or not 32 bytes long, or there is no such version.</exception>
    public static DeploymentSecrets Load(string folder, int sealWith = 0, int memberWith = 0)
    {
        var members = SecretVersions.Read(folder, MemberName);
        var appCodes = SecretVersions.Read(folder, AppCodeName).Select(version => version.Secret);
        var seals = SecretVersions.Read(folder, SealName);
        if (sealWith != 0 && seals.All(version => version.Version != sealWith))
            throw new KeyMaterialException($"{folder} has no version {sealWith} of the secret {SealName}, which Edge:Signing:SealWith names.");
        if (memberWith != 0 && members.All(version => version.Version != memberWith))
            throw new KeyMaterialException($"{folder} has no version {memberWith} of the secret {MemberName}, which Edge:Signing:MemberWith names.");
        var names = Path.Combine(folder, NamesFile);
        return new(
            members.Select(version => new MemberVersion(version.Version, MemberSecret.Of(version.Secret))),
            memberWith == 0 ? members[0].Version : memberWith,
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

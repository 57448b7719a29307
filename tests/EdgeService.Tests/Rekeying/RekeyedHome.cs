using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeService.Core.Members;
using EdgeService.Development;
using EdgeService.Rekeying;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Rekeying;

/// <summary>A home whose member secret is changed: what an operator does at it, and what a thief of the old secret looks for in it.</summary>
internal sealed class RekeyedHome : IDisposable
{
    public static readonly string[] Members = ["demo-alice", "demo-bo", "demo-chen", "demo-dora", "demo-fay"];

    public RekeyedHome() => MadeHome.CopyTo(Folder);

    public TemporaryFolder Folder { get; } = new();

    public string MembersFile => Folder.At("members.txt");

    /// <summary>Lays the new version beside the old one, and builds a snapshot under it.</summary>
    public void LayDownSecondVersion(params string[] members)
    {
        PrivateFile.Create(Folder.At("secret", "member.2.key"), RandomNumberGenerator.GetBytes(32));
        var catalog = DevelopmentCatalog.CopyIfMissing(Folder.At("catalog.json"), "", NullLogger.Instance)!;
        new DevelopmentSnapshot(Folder.Path, SecretOf(2), TimeProvider.System.GetUtcNow(), NullLogger.Instance).MakeOrRenew(DevelopmentCatalog.ContractsOf(catalog));
        File.WriteAllLines(MembersFile, members.Length > 0 ? members : Members);
    }

    /// <summary>Lays down what another edge of the same ledger has.</summary>
    public void LayDownSecondVersionOf(RekeyedHome other)
    {
        File.Copy(other.Folder.At("secret", "member.2.key"), Folder.At("secret", "member.2.key"));
        foreach (var snapshot in Directory.GetFiles(other.Folder.At("snapshots"), "*.snap").Where(path => !File.Exists(Folder.At("snapshots", Path.GetFileName(path)))))
            File.Copy(snapshot, Folder.At("snapshots", Path.GetFileName(snapshot)));
    }

    /// <summary>Runs the command in this process.</summary>
    public (int Code, JsonNode Said) Rekey(params string[] further)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = RekeyCommandLine.Run(["--members", MembersFile, "--to", "2", "--json", .. further, .. EdgeHost.SettingsOf(Folder)], EdgeApp.ConfigurationOf, output, error);
        return (code, JsonNode.Parse(output.ToString())!);
    }

    /// <summary>Starts the command as a process of its own.</summary>
    public Process Start()
    {
        var how = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["exec", typeof(EdgeApp).Assembly.Location, "rekey", "--members", MembersFile, "--to", "2", .. EdgeHost.SettingsOf(Folder)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(how)!;
    }

    public MemberSecret SecretOf(int version) =>
        DeploymentSecrets.Load(Folder.At("secret")).Members.Single(one => one.Version == version).Secret;

    public MemberKey KeyOf(string memberId, int version) => MemberKeys.Of(memberId, SecretOf(version));

    public MemberRef CodeOf(string memberId)
    {
        using var cipher = new AesGcm(File.ReadAllBytes(Folder.At("secret", "app-code.key")), 16);
        var code = AppCode.Seal(memberId, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(AppCode.NonceSize), cipher);
        return new MemberRef { Kind = MemberRefKind.AppCode, Value = code };
    }

    /// <summary>Files of ledger, accesses and changes in which a member's key stands, in either order of bytes.</summary>
    public IReadOnlyList<string> FilesNaming(string memberId, int version)
    {
        var (big, little) = (new byte[8], new byte[8]);
        BinaryPrimitives.WriteUInt64BigEndian(big, KeyOf(memberId, version).Value);
        BinaryPrimitives.WriteUInt64LittleEndian(little, KeyOf(memberId, version).Value);
        string[] folders = ["ledger", "accesses", "changes"];
        return
        [
            .. folders.SelectMany(folder => Directory.GetFiles(Folder.At(folder))).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Where(path =>
            {
                var bytes = File.ReadAllBytes(path);
                return bytes.AsSpan().IndexOf(big) >= 0 || bytes.AsSpan().IndexOf(little) >= 0;
            }).Select(path => Path.GetFileName(path)),
        ];
    }

    public void Dispose() => Folder.Dispose();
}

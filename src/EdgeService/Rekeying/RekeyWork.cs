using System.Data.Common;
using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Rekeying;

/// <summary>Looks whether everything is there, opens the ledger alone, re-keys it.</summary>
internal static class RekeyWork
{
    /// <param name="choices">What was asked for.</param>
    /// <param name="surroundings">Where everything is.</param>
    /// <param name="progress">Told what is being done.</param>
    public static RekeyAnswer Run(RekeyChoices choices, RekeySurroundings surroundings, Action<string> progress)
    {
        try
        {
            var secrets = DeploymentSecrets.Load(surroundings.Signing.SecretFolder, memberWith: surroundings.Signing.MemberWith);
            progress("looking at the files");
            IReadOnlyList<string> faults =
                [.. FaultsOf(choices, secrets, surroundings), .. surroundings.PostgresFaults(), .. RekeyedMembers.FaultsOf(choices.Members)];
            return faults.Count > 0 ? RekeyAnswer.NotProvided(faults) : Run(choices, surroundings, secrets, progress);
        }
        catch (KeyMaterialException unusable)
        {
            return RekeyAnswer.NotProvided([unusable.Message]);
        }
        catch (LedgerUnavailableException unavailable)
        {
            return RekeyAnswer.Failed($"The ledger cannot be re-keyed: {unavailable.Detail}");
        }
        catch (Exception fault) when (fault is DbException or FormatException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            return RekeyAnswer.Failed($"Nothing was changed: {fault.Message}");
        }
    }

    private static IEnumerable<string> FaultsOf(RekeyChoices choices, DeploymentSecrets secrets, RekeySurroundings surroundings)
    {
        if (secrets.Members.All(version => version.Version != choices.To))
        {
            yield return $"--to: {surroundings.Signing.SecretFolder} has no version {choices.To} of the secret member. Lay down member.{choices.To}.key, 32 random bytes of mode 600.";
            yield break;
        }

        if (secrets.MemberVersion != choices.To)
            yield return $"--to: Edge:Signing:MemberWith names version {secrets.MemberVersion}. Set it to {choices.To} first, so that the edges start under what the ledger then has.";
        using var after = surroundings.NewestUnder(CheckOf(secrets, choices.To));
        if (after is null)
        {
            yield return $"Edge:Snapshots:Folder: {surroundings.Snapshots.Folder} holds no snapshot under version {choices.To}. "
                + $"Build one first: edge snapshot build --secret member.{choices.To}.key …";
        }
    }

    private static RekeyAnswer Run(RekeyChoices choices, RekeySurroundings surroundings, DeploymentSecrets secrets, Action<string> progress)
    {
        using var store = surroundings.Open();
        if (store.Secret is not { } stands)
            return RekeyAnswer.NotProvided(["The ledger does not yet say which member secret it stands under. Start an edge with the version in use once, and stop it."]);
        var to = new LedgerSecret(choices.To, CheckOf(secrets, choices.To));
        if (stands.Check == to.Check)
            return RekeyAnswer.Already(choices.To);
        if (secrets.Members.Where(version => MemberHashing.CheckOf(version.Secret) == stands.Check).ToList() is not [var from, ..])
            return RekeyAnswer.NotProvided([$"The ledger stands under version {stands.Version} of the member secret, which is not in {surroundings.Signing.SecretFolder}. Lay it beside the new one."]);
        using var before = surroundings.NewestUnder(stands.Check);
        using var after = surroundings.NewestUnder(to.Check)!;
        using var seal = new FormerKeySeal(secrets.Names);
        var members = new RekeyedMembers(
            choices.Members, from.Secret, secrets.Members.Single(version => version.Version == choices.To).Secret, before?.View, after.View, seal);
        var rekeying = new LedgerRekeying
        {
            From = stands,
            To = to,
            Members = members.Read(),
            Seal = seal.Seal,
            Now = TimeProvider.System.GetUtcNow(),
            OthersAtRandom = choices.RandomKeysForOthers,
            KeepsKnownOnly = choices.KeepKnownOnly,
            DryRun = choices.DryRun,
            Progress = progress,
        };
        return RekeyAnswer.Of(from.Version, new Rekeyer(store, rekeying).Run());
    }

    private static ulong CheckOf(DeploymentSecrets secrets, int version) =>
        MemberHashing.CheckOf(secrets.Members.Single(one => one.Version == version).Secret);
}

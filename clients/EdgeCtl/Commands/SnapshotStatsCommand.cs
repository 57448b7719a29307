using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Catalogs;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>What a snapshot holds, in numbers and pictures.</summary>
internal static class SnapshotStatsCommand
{
    public static Command Build(CommandRunner runner)
    {
        var file = new SnapshotFileArgument();
        var catalog = new Option<string?>("--catalog")
        {
            Description = "Also say for which share of the members each perk of this catalog is.",
            HelpName = "file",
        };
        var at = ValueOption.Of<DateTimeOffset>(
            "--at", "The moment at which dated bans and consents are looked at. By default that of the snapshot.", "time", "2026-01-31T12:00:00Z");
        var command = new TaughtCommand(
            "stats",
            "Counts the members of a snapshot: scores as a picture, bands, tiers, consents by scene and partner, listings, and, given a catalog, the share\n"
            + "of members whose standing permits each perk. What an occasion brings (ticket, hours, limits) counts as there. Names nobody.",
            "snapshot stats",
            "snapshot stats people.snap --catalog .edge/catalog.json",
            "snapshot stats people.snap --at 2026-06-01T00:00:00Z --json");
        file.AddTo(command);
        command.Options.Add(catalog);
        command.Options.Add(at);
        runner.Bind(command, (invocation, _) => Task.FromResult(Answer(
            invocation, file, invocation.Value(catalog) is { } given ? invocation.FullPath(given) : null, invocation.Value(at))));
        return command;
    }

    private static CommandAnswer Answer(Invocation invocation, SnapshotFileArgument argument, string? catalogPath, DateTimeOffset? at)
    {
        var path = argument.Path(invocation);
        var catalog = catalogPath is null ? null : CatalogReading.Read(File.ReadAllText(catalogPath));
        if (catalog is { Catalog: null })
        {
            return new CommandAnswer(
                ExitCode.Refused, CatalogView.Document(catalogPath!, catalog), screen => CatalogView.Show(screen, catalogPath!, catalog));
        }

        if (!SnapshotFile.TryServe(path, argument.Trust(invocation), out var file, out var refusal))
        {
            return SnapshotReport.Refused(path, refusal);
        }

        using (file)
        {
            return Count(invocation, path, file, catalog?.Catalog, at ?? file.View.Metadata.AsOf);
        }
    }

    private static CommandAnswer Count(
        Invocation invocation, string path, SnapshotFile file, PerkCatalog? catalog, DateTimeOffset at)
    {
        var progress = new ProgressLine(invocation.Surroundings);
        var shares = catalog is null ? null : new EligibleShares(catalog, at);
        try
        {
            var members = file.View.Metadata.MemberCount;
            var statistics = SnapshotStatistics.Of(
                file.View, at, done => progress.At(new BuildProgress("counting", done, members, "members")), shares is null ? null : shares.Take);
            return SnapshotStatsView.Answer(path, file, statistics, shares?.Shares, at);
        }
        catch (SnapshotDamagedException damage)
        {
            return SnapshotReport.Refused(path, damage.Refusal);
        }
        finally
        {
            progress.End();
        }
    }
}

using System.CommandLine;
using EdgeCtl.Files;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeCtl.Commands;

/// <summary>From scores and enrolment to a signed snapshot file.</summary>
internal static class SnapshotBuildCommand
{
    public static Command Build(CommandRunner runner)
    {
        var options = new SnapshotBuildOptions();
        var command = new TaughtCommand(
            "build",
            "Makes a signed snapshot from scores and enrolment. With a bad line nothing is written; the first thousand of a file are listed.\n"
            + "Needs little memory, whatever the number of members, and room on disk for 24 bytes a line beside the snapshot's 9 a member.\n"
            + "Scores: member_ref,credit_history,capacity,use_preference,personal,contact_network, each 0 to 100 or empty for unknown.\n"
            + "Enrolment: member_id,tier,payment_line,court,consents,bans. Consents are scene@partner, or scene@partner:2026-01-01..2026-12-31 for one in\n"
            + "force through its last day; bans are sector:scope:from/until[:lift[:dispute]]; several are separated by spaces.\n"
            + "Aliases: member_id,kind,partner,value. The kind is partner_card or identity_document, the partner who issued the card, empty for a\n"
            + "document; of a value only letters and digits count. One that would lead to two members is refused; those of people not enrolled are left out.\n"
            + "It may be stopped at any moment and begun anew: the file is there whole or not at all.",
            "snapshot build --scores scores.csv --enrolment enrolment.csv --out people.snap",
            "snapshot build --scores scores.csv --enrolment enrolment.csv --aliases aliases.csv --dry-run",
            "snapshot build --scores scores.csv --enrolment enrolment.csv --previous 41.snap --revision 42 --out 42.snap",
            "snapshot build --population population.bin --key snapshot.pem --temp /var/tmp --out people.snap");
        options.AddTo(command);
        runner.Bind(command, (invocation, cancellation) => Task.Run(() => Make(invocation, options, cancellation), CancellationToken.None));
        return command;
    }

    private static CommandAnswer Make(Invocation invocation, SnapshotBuildOptions options, CancellationToken cancellation)
    {
        var secretFile = Given(invocation, options.Secret) ?? invocation.Home.MemberSecret;
        var secret = MemberSecretFile.Read(secretFile);
        using var key = SnapshotKeyFiles.LoadPrivate(Given(invocation, options.Key) ?? invocation.Home.SnapshotKey);
        var signer = new SnapshotSigner(key);
        var now = invocation.Surroundings.Clock.GetUtcNow();
        var heading = new SnapshotHeading(
            invocation.Value(options.Revision) ?? now.ToUnixTimeSeconds(),
            invocation.Value(options.AsOf) ?? now,
            now,
            MemberSecretFile.VersionOf(secretFile),
            MemberHashing.CheckOf(secret),
            "edge");
        using var previous = ReadPrevious(invocation, options, heading, signer);
        heading = heading with { ChangesThrough = ChangesThrough(invocation.Value(options.ChangesThrough), previous) };
        var progress = new ProgressLine(invocation.Surroundings);
        var building = new BuildOptions
        {
            Overwrite = invocation.Value(options.Overwrite),
            TemporaryFolder = Given(invocation, options.Temp),
            Replacements = previous.Replacements,
            Aliases = AliasesOf(invocation, options, secret, previous),
            Progress = progress.At,
            Cancellation = cancellation,
        };
        var file = Given(invocation, options.Out);
        var outcome = Build(invocation, options, file, heading, secret, signer, building);
        progress.End();
        return outcome.Report is { } report
            ? BuildReportView.Answer(file, report, signer)
            : InputFaultsView.Answer(outcome.Faults, outcome.FaultsNotListed);
    }

    private static BuildOutcome Build(
        Invocation invocation,
        SnapshotBuildOptions options,
        string? file,
        SnapshotHeading heading,
        MemberSecret secret,
        SnapshotSigner signer,
        BuildOptions building)
    {
        if (Given(invocation, options.Population) is { } population)
        {
            return SnapshotBuild.FromBinary(PopulationSource.OfFile(population), file, heading, signer, building);
        }

        var sources = SnapshotSources.OfFiles(Given(invocation, options.Scores)!, Given(invocation, options.Enrolment)!);
        return SnapshotBuild.FromCsv(sources, file, heading, MemberHashing.Under(secret), signer, building);
    }

    /// <summary>Whoever forgets it would have old changes applied upon newer facts: never less than what the file before said.</summary>
    private static long ChangesThrough(long? given, PreviousSnapshot previous) => given is null || given >= previous.ChangesThrough
        ? given ?? previous.ChangesThrough
        : throw new UsageException($"--changes-through {given} is less than {previous.ChangesThrough}, which --previous holds already.");

    private static PreviousSnapshot ReadPrevious(Invocation invocation, SnapshotBuildOptions options, SnapshotHeading heading, SnapshotSigner signer)
    {
        if (Given(invocation, options.Previous) is not { } path)
        {
            return new(null);
        }

        if (!SnapshotFile.TryServe(path, SnapshotKeysOption.TrustBefore(invocation, signer), out var previous, out var refusal))
        {
            throw new UsageException($"{path} cannot be followed: {refusal.Detail}");
        }

        var metadata = previous.View.Metadata;
        var problem = metadata.SecretCheck != heading.SecretCheck ? "was built under another member secret: its keys mean nothing here."
            : metadata.Revision >= heading.Revision ? $"has revision {metadata.Revision}: the next one must be greater than that."
            : null;
        if (problem is null)
        {
            return new(previous);
        }

        previous.Dispose();
        throw new UsageException($"{path} {problem}");
    }

    private static AliasSource? AliasesOf(Invocation invocation, SnapshotBuildOptions options, MemberSecret secret, PreviousSnapshot previous) =>
        Given(invocation, options.Aliases) is { } aliases ? AliasSource.OfFile(aliases, secret)
        : previous.File is { } file ? AliasSource.Carried(file.View)
        : null;

    private static string? Given(Invocation invocation, Option<string?> option) =>
        invocation.Value(option) is { } path ? invocation.FullPath(path) : null;

    /// <summary>What the file before leaves to the next; open while that is made, for its aliases are carried on.</summary>
    private sealed record PreviousSnapshot(SnapshotFile? File) : IDisposable
    {
        public Replacements Replacements { get; } = File is null ? Replacements.None : Replacements.Of(File.View);

        public long ChangesThrough { get; } = File?.View.Metadata.ChangesThrough ?? 0;

        public void Dispose() => File?.Dispose();
    }
}

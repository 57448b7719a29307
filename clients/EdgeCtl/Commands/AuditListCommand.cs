using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Audit;

namespace EdgeCtl.Commands;

/// <summary>Shows the lines of an audit log that fit.</summary>
internal static class AuditListCommand
{
    private const int UsuallyShown = 50;

    private sealed record Filters(Option<string?> Actor, Option<string?> Act, Option<string?> Outcome, Option<DateTimeOffset?> Since, Option<DateTimeOffset?> Until, Option<int> Last);

    public static Command Build(CommandRunner runner)
    {
        var folder = AuditCommands.Folder();
        var filters = new Filters(
            Containing("--actor", "Only lines whose actor contains this, such as operator:anna."),
            Containing("--act", "Only lines whose act contains this, such as RollBack, catalog or service.started."),
            Containing("--outcome", "Only lines whose outcome begins with this: BEGUN, DONE or REFUSED."),
            Moment("--since", "Only lines from this moment on."),
            Moment("--until", "Only lines before this moment."),
            new("--last") { Description = "How many to show, the latest; 0 shows all.", HelpName = "number", DefaultValueFactory = _ => UsuallyShown });
        var command = new TaughtCommand(
            "list",
            "Lists who did what, the latest last. Says nothing of whether the files were tampered with: audit verify does.",
            "audit list",
            "audit list --outcome REFUSED --since 2026-11-27",
            "audit list --actor operator: --act SnapshotService --last 0 --json");
        command.Arguments.Add(folder);
        Option[] options = [filters.Actor, filters.Act, filters.Outcome, filters.Since, filters.Until, filters.Last];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        runner.Bind(command, (invocation, _) =>
        {
            var (lines, unreadable) = Read(AuditCommands.FolderOf(invocation, folder), invocation, filters);
            return Task.FromResult(AuditView.Of(lines, unreadable));
        });
        return command;
    }

    private static (IReadOnlyCollection<AuditLine> Lines, int Unreadable) Read(string folder, Invocation invocation, Filters filters)
    {
        var most = invocation.Value(filters.Last);
        var lines = new Queue<AuditLine>();
        var unreadable = 0;
        foreach (var scanned in AuditFolder.Files(folder).SelectMany(AuditScan.Lines))
        {
            if (AuditLine.Read(scanned.Bytes.Span) is not { } line)
            {
                unreadable++;
            }
            else if (Fits(line.Entry, invocation, filters))
            {
                lines.Enqueue(line);
                if (most > 0 && lines.Count > most)
                {
                    lines.Dequeue();
                }
            }
        }

        return (lines, unreadable);
    }

    private static bool Fits(AuditEntry entry, Invocation invocation, Filters filters) =>
        entry.Actor.Contains(invocation.Value(filters.Actor) ?? "", StringComparison.Ordinal)
        && entry.Act.Contains(invocation.Value(filters.Act) ?? "", StringComparison.Ordinal)
        && entry.Outcome.StartsWith(invocation.Value(filters.Outcome) ?? "", StringComparison.Ordinal)
        && (invocation.Value(filters.Since) is not { } since || entry.Time >= since)
        && (invocation.Value(filters.Until) is not { } until || entry.Time < until);

    private static Option<string?> Containing(string name, string description) => new(name) { Description = description, HelpName = "text" };

    private static Option<DateTimeOffset?> Moment(string name, string description) => ValueOption.Of<DateTimeOffset>(name, description, "time", "2026-11-27T16:00:00Z");
}

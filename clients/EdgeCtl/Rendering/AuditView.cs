using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Building.Audit;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>An audit log: its lines, and whether they are as they were written.</summary>
internal static class AuditView
{
    public static CommandAnswer Of(AuditReport report) => new(
        report.Faults.Count == 0 ? ExitCode.Done : ExitCode.Refused,
        new JsonObject
        {
            ["whole"] = report.Faults.Count == 0,
            ["files"] = report.Files,
            ["lines"] = report.Lines,
            ["last"] = report.Last?.ToString(),
            ["faults"] = new JsonArray([.. report.Faults.Select(Document)]),
        },
        screen => Show(screen, report));

    public static CommandAnswer Of(IReadOnlyCollection<AuditLine> lines, int unreadable) => new(
        ExitCode.Done,
        new JsonObject { ["lines"] = new JsonArray([.. lines.Select(Document)]), ["unreadable"] = unreadable },
        screen => Show(screen, lines, unreadable));

    private static void Show(IAnsiConsole screen, AuditReport report)
    {
        if (report.Faults.Count == 0)
        {
            screen.MarkupLineInterpolated($"[green]As the edge wrote it.[/]  {Wording.Of(report.Lines)} lines in {Wording.Of(report.Files)} files");
        }
        else
        {
            screen.MarkupLineInterpolated($"[red]Not as the edge wrote it[/]; {Wording.Of(report.Lines)} lines are, {Wording.Of(report.Faults.Count)} fault(s):");
        }

        foreach (var fault in report.Faults)
        {
            screen.MarkupLineInterpolated($"  [yellow]{Names.InWords(fault.Kind)}[/]  {fault.ToString()}");
        }

        if (report.Last is { } last)
        {
            screen.MarkupLineInterpolated($"  [grey]keep elsewhere: {last.ToString()}[/]");
        }
    }

    private static void Show(IAnsiConsole screen, IReadOnlyCollection<AuditLine> lines, int unreadable)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Line", "Time", "Actor", "Act", "Subject", "Outcome");
        foreach (var (sequence, entry, _, _) in lines)
        {
            table.AddRow(
                new Text(sequence.ToString(CultureInfo.InvariantCulture)).RightJustified(),
                new Text(TimeOf(entry)),
                new Text(entry.Actor),
                new Text(entry.Act),
                new Text(entry.Subject),
                new Text(entry.Outcome, entry.Outcome.StartsWith("REFUSED", StringComparison.Ordinal) ? new Style(Color.Yellow) : Style.Plain));
        }

        screen.Write(table);
        if (unreadable > 0)
        {
            screen.MarkupLineInterpolated($"[red]{Wording.Of(unreadable)} line(s) cannot be read: audit verify says which.[/]");
        }
    }

    private static JsonObject Document(AuditFault fault) => new()
    {
        ["kind"] = Names.Of(fault.Kind),
        ["file"] = fault.File,
        ["line"] = fault.Line,
        ["message"] = fault.Message,
    };

    private static JsonObject Document(AuditLine line) => new()
    {
        ["sequence"] = line.Sequence,
        ["time"] = TimeOf(line.Entry),
        ["actor"] = line.Entry.Actor,
        ["act"] = line.Entry.Act,
        ["subject"] = line.Entry.Subject,
        ["outcome"] = line.Entry.Outcome,
        ["request"] = line.Entry.Request,
        ["hash"] = line.Hash,
    };

    private static string TimeOf(AuditEntry entry) => entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

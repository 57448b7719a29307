using System.Globalization;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>Terminals, their certificates and what was done to them as tables.</summary>
internal static class TerminalTables
{
    private const int SerialShown = 12;
    private const string OperatorPrefix = "urn:perks:";

    public static void Show(IAnsiConsole screen, ListTerminalsResponse page, DateTimeOffset now)
    {
        if (page.Terminals.Count == 0)
        {
            screen.WriteLine("No terminal fits.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Terminal", "State", "Code", "Certificate until", "Last seen");
        foreach (var terminal in page.Terminals)
        {
            table.AddRow(
                new Text(terminal.Name),
                new Text(Names.InWords(terminal.State), new Style(ColourOf(terminal.State))),
                new Text(terminal.InCatalog ? terminal.Audience : "not in the catalog"),
                new Text(Wording.Of(terminal.Certificates.LastOrDefault(one => one.State == CertificateState.Good)?.NotAfterTime)),
                new Text(terminal.LastSeenTime is { } seen ? $"{Wording.Of(now - seen.ToDateTimeOffset())} ago" : "never"));
        }

        screen.Write(table);
        var more = page.NextPageToken.Length > 0 ? $"; more with --page {page.NextPageToken}" : "";
        screen.MarkupLineInterpolated($"  [grey]{page.Terminals.Count.ToString(CultureInfo.InvariantCulture)} shown{more}[/]");
    }

    public static void Show(IAnsiConsole screen, GetTerminalResponse reply)
    {
        Show(screen, reply.Terminal);
        var table = new Table().Border(TableBorder.Simple).AddColumns("When", "What", "By", "Certificate", "Why");
        foreach (var done in reply.Events)
        {
            table.AddRow(
                new Text(Wording.Of(done.Time)),
                new Text(done.Kind.Replace('_', ' ').ToLowerInvariant()),
                new Text(done.Actor.StartsWith(OperatorPrefix, StringComparison.Ordinal) ? done.Actor[OperatorPrefix.Length..] : done.Actor),
                new Text(Short(done.Serial)),
                new Text(done.Reason));
        }

        if (reply.Events.Count > 0)
        {
            screen.Write(table);
        }
    }

    public static void Show(IAnsiConsole screen, TerminalRecord terminal)
    {
        new FactSheet()
            .Row("terminal", terminal.Name)
            .Row("state", Names.InWords(terminal.State))
            .Row("code", terminal.InCatalog ? terminal.Audience : "not in the catalog")
            .Row("last seen", terminal.LastSeenTime is null ? "never" : Wording.Of(terminal.LastSeenTime))
            .Show(screen);
        if (terminal.Certificates.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Certificate", "State", "From", "Until", "Good until");
        foreach (var certificate in terminal.Certificates)
        {
            table.AddRow(
                new Text(certificate.Serial),
                new Text(Names.InWords(certificate.State)),
                new Text(Wording.Of(certificate.NotBeforeTime)),
                new Text(Wording.Of(certificate.NotAfterTime)),
                new Text(Wording.Of(certificate.GoodUntilTime)));
        }

        screen.Write(table);
    }

    private static string Short(string serial) => serial.Length > SerialShown ? serial[..SerialShown] + "…" : serial;

    private static Color ColourOf(TerminalState state) => state switch
    {
        TerminalState.Active or TerminalState.Enrolled => Color.Green,
        TerminalState.Suspended => Color.Yellow,
        TerminalState.Revoked => Color.Red,
        _ => Color.Default,
    };
}

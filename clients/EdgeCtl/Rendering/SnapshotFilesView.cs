using System.Globalization;
using EdgeService.Building.Files;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>The snapshots of a running edge.</summary>
internal static class SnapshotFilesView
{
    public static CommandAnswer Of(SnapshotFile snapshot, string said) => new(ExitCode.Done, ProtoJson.Of(snapshot), screen =>
    {
        screen.MarkupLineInterpolated($"[green]{said}[/]  [grey]{snapshot.Name}[/]");
        new FactSheet()
            .Row("As of", Wording.Of(snapshot.AsOfTime))
            .Row("Members", Wording.Of(snapshot.MemberCount))
            .Row("Size", DiskSpace.InWords(snapshot.TotalBytes))
            .Show(screen);
    });

    public static void Show(IAnsiConsole screen, IReadOnlyList<SnapshotFile> snapshots)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Revision", "State", "As of", "Members", "Changes", "Size", "File", "");
        foreach (var one in snapshots)
        {
            table.AddRow(
                new Text(one.Revision == 0 ? "" : one.Revision.ToString(CultureInfo.InvariantCulture)).RightJustified(),
                new Text(Names.InWords(one.State), StyleOf(one.State)),
                new Text(Wording.Of(one.AsOfTime)),
                new Text(one.AsOfTime is null ? "" : Wording.Of(one.MemberCount)).RightJustified(),
                new Text(one.ChangesThrough == 0 ? "" : $"through {one.ChangesThrough}"),
                new Text(SizeOf(one)).RightJustified(),
                new Text(one.Name),
                new Text(NoteOf(one)));
        }

        screen.Write(table);
    }

    public static void Show(IAnsiConsole screen, GetBasisResponse basis) => new FactSheet()
        .Row("Basis", Wording.Of(basis.Basis))
        .Row("Members", $"{Wording.Of(basis.MemberCount)} in the snapshot, by {basis.Builder}")
        .Row("Changes", $"through {basis.ChangesThrough}; {Wording.Of(basis.ChangedMemberCount)} members changed since the snapshot")
        .Row("Verified", Share(basis.VerifiedShare))
        .Show(screen);

    private static string SizeOf(SnapshotFile one) => one.ReceivedBytes < one.TotalBytes
        ? $"{DiskSpace.InWords(one.ReceivedBytes)} of {DiskSpace.InWords(one.TotalBytes)}"
        : DiskSpace.InWords(one.TotalBytes);

    private static string NoteOf(SnapshotFile one) =>
        one.State == SnapshotState.Served && one.VerifiedShare < 1 ? $"{Share(one.VerifiedShare)} verified" : one.Detail;

    private static string Share(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private static Style StyleOf(SnapshotState state) => state switch
    {
        SnapshotState.Served => new Style(Color.Green),
        SnapshotState.Damaged => new Style(Color.Red),
        SnapshotState.Partial => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}

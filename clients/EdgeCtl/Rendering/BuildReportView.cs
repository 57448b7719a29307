using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Building.Snapshots;

namespace EdgeCtl.Rendering;

/// <summary>What a build made, or would have made.</summary>
internal static class BuildReportView
{
    /// <param name="file">The file made; null after a dry run.</param>
    /// <param name="report">What the build says.</param>
    /// <param name="signer">Who signed.</param>
    public static CommandAnswer Answer(string? file, BuildReport report, SnapshotSigner signer)
    {
        var key = signer.KeyId.ToString("x16", CultureInfo.InvariantCulture);
        return new CommandAnswer(ExitCode.Done, Document(file, report, key), screen =>
        {
            var facts = new FactSheet()
                .Row(file is null ? "Dry run" : "Made", file ?? "everything was read and found good; nothing was made")
                .Row("Revision", FormattableString.Invariant($"{report.Revision}"))
                .Row("Members", Wording.Of(report.Members))
                .Row("Left out", $"{Wording.Of(report.NotEnrolled)} with a score, but not enrolled")
                .Row("No history", $"{Wording.Of(report.WithoutHistory)} enrolled without a score: they start at 600")
                .Row("Own keys", report.Replacements > 0 ? $"{Wording.Of(report.Replacements)} members whose keys collide with another's" : null)
                .Row("Aliases", report.Aliases + report.AliasesLeftOut > 0 ? AliasesOf(report) : null)
                .Row("Time", string.Create(CultureInfo.InvariantCulture, $"{report.Elapsed.TotalSeconds:0.0} s"));
            if (file is not null)
            {
                facts.Row("Size", FormattableString.Invariant($"{Wording.Of(report.FileBytes)} bytes, {report.BytesPerMember:0.00} a member"))
                    .Row("Signed by", key);
            }

            facts.Show(screen);
        });
    }

    private static string AliasesOf(BuildReport report) =>
        $"{Wording.Of(report.Aliases)} cards and documents; {Wording.Of(report.AliasesLeftOut)} left out, for their members are not enrolled";

    private static JsonObject Document(string? file, BuildReport report, string key) => new()
    {
        ["file"] = file,
        ["revision"] = report.Revision,
        ["members"] = report.Members,
        ["notEnrolled"] = report.NotEnrolled,
        ["withoutHistory"] = report.WithoutHistory,
        ["replacements"] = report.Replacements,
        ["aliases"] = report.Aliases,
        ["aliasesLeftOut"] = report.AliasesLeftOut,
        ["bytes"] = report.FileBytes,
        ["bytesPerMember"] = Math.Round(report.BytesPerMember, 3),
        ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 3),
        ["keyId"] = file is null ? null : key,
    };
}

using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>The options of <c>snapshot build</c>: what is read, what is made of it, and how.</summary>
internal sealed class SnapshotBuildOptions
{
    public Option<string?> Scores { get; } = File("--scores", "CSV of the five dimensions.");

    public Option<string?> Enrolment { get; } = File(
        "--enrolment",
        "CSV of who has opted in, and to what. Who is absent from it is not enrolled. Append new members, do not sort: of two whose keys collide, "
        + "the one further down is taken for the newcomer and gets a key of his own.");

    public Option<string?> Population { get; } = File("--population", "The binary form of a population, instead of the two CSV files.");

    public Option<string?> Aliases { get; } = File(
        "--aliases",
        "CSV of the cards and documents by which members are found. Without it those of --previous are carried on, with it they are not.");

    public Option<string?> Out { get; } = File("--out", "The snapshot file to make.");

    public Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Replace a file that is there." };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Read and check everything, make nothing; --out is not needed then." };

    public Option<string?> Previous { get; } = File(
        "--previous",
        "The snapshot that this one follows: members who got a key of their own there, because keys collided, keep it, and cards and documents lead "
        + "where they led. Signed by --key or any key of the home.");

    public Option<string?> Temp { get; } = new("--temp")
    {
        Description = "Folder for what does not fit into memory: 24 bytes a line of input. By default that of the snapshot.",
        HelpName = "folder",
    };

    public Option<string?> Key { get; } = File("--key", "PEM file of the P-256 key that signs. By default that of the home.");

    public Option<string?> Secret { get; } = File("--secret", "File of the 32-byte member secret. By default that of the home.");

    public Option<long?> Revision { get; } = ValueOption.Of<long>(
        "--revision", "Greater than that of the file it follows. By default the seconds since 1970.", "number", "2");

    public Option<DateTimeOffset?> AsOf { get; } = ValueOption.Of<DateTimeOffset>(
        "--as-of", "The moment the input describes. By default now.", "time", "2026-01-31T12:00:00Z");

    public Option<long?> ChangesThrough { get; } = ValueOption.Of<long>(
        "--changes-through",
        "Revision of the last change that the input holds already: an edge applies only later ones upon the snapshot. By default that of --previous, else 0.",
        "number",
        "4711");

    public void AddTo(Command command)
    {
        Option[] all = [Scores, Enrolment, Population, Aliases, Out, Overwrite, DryRun, Previous, Temp, Key, Secret, Revision, AsOf, ChangesThrough];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var csv = (result.GetResult(Scores) is null ? 0 : 1) + (result.GetResult(Enrolment) is null ? 0 : 1);
            if (csv + (result.GetResult(Population) is null ? 0 : 2) != 2)
            {
                result.AddError("Name --scores and --enrolment, or --population.");
            }

            if (result.GetResult(Out) is null == !result.GetValue(DryRun))
            {
                result.AddError("Name --out, or say --dry-run, but not both.");
            }
        });
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };
}

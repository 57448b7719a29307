using System.CommandLine;
using System.Globalization;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>A snapshot file and the keys that may have signed it; by default the newest of the home, and the home's keys.</summary>
internal sealed class SnapshotFileArgument
{
    private readonly Argument<string?> _file = new("file")
    {
        Description = "The snapshot. By default the one of the home with the highest revision.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "PEM file of a key that may have signed it; may be repeated. By default the keys of the home.",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_keys);
    }

    public string Path(Invocation invocation) => invocation.Arguments.GetValue(_file) is { } file
        ? invocation.FullPath(file)
        : Newest(invocation.Home.SnapshotFolder);

    public SnapshotTrust Trust(Invocation invocation) => invocation.Value(_keys) is { Length: > 0 } keys
        ? new SnapshotTrust(keys.Select(key => SnapshotKeyFiles.LoadPublic(invocation.FullPath(key))))
        : SnapshotKeyFiles.LoadTrust(invocation.Home.SnapshotKeyFolder);

    private static string Newest(string folder) =>
        (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.snap") : [])
            .MaxBy(file => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture, out var revision) ? revision : 0)
        ?? throw new SetupException($"{folder} holds no snapshot.", "Name a file, or make one: edge snapshot build --help");
}

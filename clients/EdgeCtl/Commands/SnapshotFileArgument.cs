using System.CommandLine;
using System.Globalization;
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

    private readonly SnapshotKeysOption _keys = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_keys.Option);
    }

    public string Path(Invocation invocation) => invocation.Arguments.GetValue(_file) is { } file
        ? invocation.FullPath(file)
        : Newest(invocation.Home.SnapshotFolder);

    public SnapshotTrust Trust(Invocation invocation) => _keys.Trust(invocation);

    /// <summary>The snapshot of a folder with the highest revision, by the names of the files.</summary>
    public static string Newest(string folder) =>
        (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.snap") : [])
            .MaxBy(file => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture, out var revision) ? revision : 0)
        ?? throw new SetupException($"{folder} holds no snapshot.", "Name a file, or make one: edge snapshot build --help");
}

using System.Globalization;
using EdgeService.TestNeeds;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Proof;

/// <summary>
/// A power cut for a process that is killed: while it runs, a layer under it notes what it writes below a folder; once it is dead,
/// everything that it had not synced is taken back. Native/lost_writes.c says what counts as synced.
/// </summary>
internal sealed class LostWrites
{
    private readonly string _folder;
    private readonly string _workplace;
    private int _runs;

    private LostWrites(string folder, string workplace) => (_folder, _workplace) = (folder, workplace);

    private string Layer => Path.Combine(_workplace, "lost_writes.so");

    private string Undoing => Path.Combine(_workplace, "undo_writes");

    private string Log => Path.Combine(_workplace, string.Create(CultureInfo.InvariantCulture, $"undo-{_runs}.log"));

    /// <summary>What a process must be started with. What it writes goes with the next power cut, whoever follows before that.</summary>
    /// <param name="dieAtSync">The process is killed when it asks for so many syncs, before that one is done; 0 means never.</param>
    public IReadOnlyDictionary<string, string> Environment(int dieAtSync = 0) => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Layer,
        ["LOST_WRITES_FOLDER"] = _folder,
        ["LOST_WRITES_LOG"] = Log,
        ["LOST_WRITES_DIE_AT"] = dieAtSync.ToString(CultureInfo.InvariantCulture),
    };

    /// <param name="folder">Watched, with what is below it.</param>
    /// <param name="workplace">An empty folder elsewhere on the same file system.</param>
    public static async Task<LostWrites> OverAsync(string folder, string workplace)
    {
        var layer = new LostWrites(folder, workplace);
        await OutsideProgram.RunAsync("gcc", ["-O1", "-shared", "-fPIC", "-o", layer.Layer, Source("lost_writes.c"), "-ldl", "-lpthread"]);
        await OutsideProgram.RunAsync("gcc", ["-O1", "-o", layer.Undoing, Source("undo_writes.c")]);
        return layer;
    }

    /// <summary>Takes back what the dead processes had not synced, and says how many changes that were and how many stay.</summary>
    public async Task<(int Undone, int Durable)> CutPowerAsync()
    {
        var counts = (await OutsideProgram.RunAsync(Undoing, Log, _folder)).Split(' ');
        File.Delete(Log);
        Directory.Delete(Log + ".kept", recursive: true);
        _runs++;
        return (int.Parse(counts[0], CultureInfo.InvariantCulture), int.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    private static string Source(string name) =>
        Path.Combine(FactNeedsAttribute.Repository, "tests", "EdgeService.Tests", "Proof", "Native", name);
}

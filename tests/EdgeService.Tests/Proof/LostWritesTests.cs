using System.Diagnostics;
using EdgeService.Building.Files;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Proof;

/// <summary>The layer itself: what was synced stays, everything else goes.</summary>
public sealed class LostWritesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _workplace = new();

    public void Dispose()
    {
        _folder.Dispose();
        _workplace.Dispose();
    }

    [FactNeeds("gcc")]
    public async Task What_was_synced_stays_and_the_rest_is_as_it_was_before()
    {
        File.WriteAllText(_folder.At("old"), "old bytes");
        File.WriteAllText(_folder.At("gone"), "to be removed");
        File.WriteAllText(_folder.At("replaced"), "first");
        Directory.CreateDirectory(_folder.At("synced"));
        var layer = await LostWrites.OverAsync(_folder.Path, _workplace.Path);

        await ScribbleAsync(layer);
        Assert.Equal("new BYTES, longer", File.ReadAllText(_folder.At("old")));
        Assert.Equal("second", File.ReadAllText(_folder.At("replaced")));
        Assert.False(File.Exists(_folder.At("gone")));
        var (undone, durable) = await layer.CutPowerAsync();

        Assert.Equal("new bytes", File.ReadAllText(_folder.At("old")));
        Assert.Equal("to be removed", File.ReadAllText(_folder.At("gone")));
        Assert.Equal("first", File.ReadAllText(_folder.At("replaced")));
        Assert.Equal(["gone", "old", "replaced"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal("", File.ReadAllText(_folder.At("synced", "lasts")));
        Assert.True(undone >= 8 && durable == 2, $"{undone} undone, {durable} durable");
    }

    /// <summary>What the other process does; see <see cref="TestProcess"/>.</summary>
    internal static int Scribble(string folder)
    {
        using var old = File.Open(Path.Combine(folder, "old"), FileMode.Open);
        old.Write("new"u8);
        old.Flush(flushToDisk: true);
        old.Write(" BYTES, longer"u8);
        old.Flush();
        File.Delete(Path.Combine(folder, "gone"));
        File.WriteAllText(Path.Combine(folder, "draft"), "second");
        File.Move(Path.Combine(folder, "draft"), Path.Combine(folder, "replaced"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "made"), "made");
        FolderSync.Sync(Path.Combine(folder, "synced"));
        File.WriteAllText(Path.Combine(folder, "synced", "lasts"), "gone");
        FolderSync.Sync(Path.Combine(folder, "synced"));
        return 0;
    }

    private async Task ScribbleAsync(LostWrites layer)
    {
        string[] words = ["exec", typeof(LostWritesTests).Assembly.Location, "scribble", _folder.Path];
        var start = new ProcessStartInfo(Environment.ProcessPath!, words);
        foreach (var (name, value) in layer.Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

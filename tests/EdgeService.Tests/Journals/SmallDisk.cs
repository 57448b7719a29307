using System.Diagnostics;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Journals;

/// <summary>A file system of a few kilobytes that can be filled to the brim.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int kilobytes)
    {
        Fault = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "none", _folder.Path);
    }

    /// <summary>Why there is none; null when it is there.</summary>
    public string? Fault { get; }

    public string At(string name) => _folder.At(name);

    /// <summary>Takes all room that is left, and gives it back when disposed of.</summary>
    public IDisposable Fill()
    {
        var path = At("filling");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (; ; )
                file.Write(new byte[512]);
        }
        catch (IOException)
        {
            return new Filling(path);
        }
    }

    public void Dispose()
    {
        if (Fault is null)
            Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var fault = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : fault;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }

    private sealed class Filling(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}

/// <summary>A fact that runs only where a small disk can be mounted, which takes rights that a container may lack.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedsSmallDiskAttribute : FactAttribute
{
    private static readonly Lazy<string?> Fault = new(() =>
    {
        using var disk = new SmallDisk(64);
        return disk.Fault;
    });

    public FactNeedsSmallDiskAttribute()
    {
        if (Fault.Value is { } fault)
            Skip = $"no tmpfs can be mounted here: {fault.Trim()} Run the tests as root to fill a disk.";
    }
}

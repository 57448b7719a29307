using EdgeService.Development;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Hosting;

/// <summary>
/// Development material made once for all tests of a run, and copied for each: making the population takes a second or two.
/// </summary>
public static class MadeHome
{
    private static readonly Lazy<TemporaryFolder> Made = new(Make);

    public static void CopyTo(TemporaryFolder home)
    {
        foreach (var path in Directory.GetFiles(Made.Value.Path, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".csv", StringComparison.Ordinal)))
        {
            var copy = home.At(Path.GetRelativePath(Made.Value.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    private static TemporaryFolder Make()
    {
        var home = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => home.Dispose();
        DevelopmentMaterial.MakeWhatIsMissing(home.Path, TimeProvider.System.GetUtcNow(), NullLogger.Instance);
        return home;
    }
}

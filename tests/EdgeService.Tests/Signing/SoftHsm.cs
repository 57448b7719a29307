using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

/// <summary>A token of SoftHSM in a temporary folder. The library reads its configuration when it is loaded, so one serves all tests of the process.</summary>
internal static partial class SoftHsm
{
    public const string Library = "/usr/lib/softhsm/libsofthsm2.so";
    public const string Label = "edge-test";
    private const string Pin = "246813";
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>Where a key file or a setting finds the token.</summary>
    public static string Place => $"module={Library}; token={Label}; pin-file={Path.Combine(Made.Value, "pin")}";

    public static string PinFile => Path.Combine(Made.Value, "pin");

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("edge-hsm-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        var configuration = Path.Combine(folder, "softhsm2.conf");
        File.WriteAllText(configuration, $"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        PrivateFile.Create(Path.Combine(folder, "pin"), System.Text.Encoding.UTF8.GetBytes(Pin + "\n"));
        // The library asks the C runtime, which does not see what .NET sets.
        Assert.Equal(0, SetEnvironment("SOFTHSM2_CONF", configuration, 1));
        var start = new ProcessStartInfo("softhsm2-util", ["--init-token", "--free", "--label", Label, "--so-pin", "13579", "--pin", Pin])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SOFTHSM2_CONF"] = configuration;
        using var made = Process.Start(start)!;
        var said = made.StandardError.ReadToEnd();
        made.WaitForExit();
        Assert.True(made.ExitCode == 0, said);
        return folder;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}

using System.Diagnostics;

namespace EdgeService.Benchmarks.Peers;

/// <summary>The empty call on grpcio.</summary>
internal static class PythonServer
{
    /// <summary>The system's own, which is the one that sees Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    public static string? Missing() => PeerSources.Has("protoc") && Imports()
        ? null
        : "grpcio for Python is missing. Debian: apt-get install python3-grpcio python3-protobuf protobuf-compiler libprotobuf-dev";

    public static PeerProcess Start(string folder)
    {
        PeerMessages.Generate(folder, "--python_out=" + folder);
        return PeerProcess.Start(Python, [PeerSources.Of("Python", "empty.py"), folder], "ready");
    }

    private static bool Imports()
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import grpc, google.protobuf"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

namespace EdgeService.Benchmarks.Peers;

/// <summary>The empty call on C++ gRPC: built from its source beside this file with the system's compiler, in a folder that goes away.</summary>
internal static class CppServer
{
    private const string Packages = "libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc g++ pkg-config";

    public static string? Missing() => Array.TrueForAll(["g++", "pkg-config", "protoc", "grpc_cpp_plugin"], PeerSources.Has) && HasLibrary()
        ? null
        : $"C++ gRPC is missing. Debian: apt-get install {Packages}";

    /// <summary>Such as <c>1.51.1</c>.</summary>
    public static string Version() => PeerProcess.Run("pkg-config", "--modversion", "grpc++").Trim();

    /// <summary>Builds it and returns the program.</summary>
    public static string Build(string folder)
    {
        var program = Path.Combine(folder, "empty");
        PeerMessages.Generate(folder, "--cpp_out=" + folder, "--grpc_out=" + folder, "--plugin=protoc-gen-grpc=" + PeerSources.Find("grpc_cpp_plugin"));
        var libraries = PeerProcess.Run("pkg-config", "--cflags", "--libs", "grpc++").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var sources = Directory.EnumerateFiles(folder, "*.cc", SearchOption.AllDirectories);
        PeerProcess.Run(
            "g++", ["-std=c++17", "-O2", "-DNDEBUG", "-I" + folder, PeerSources.Of("Cpp", "empty.cc"), .. sources, .. libraries, "-lprotobuf", "-lpthread", "-o", program]);
        return program;
    }

    private static bool HasLibrary()
    {
        try
        {
            return Version().Length > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

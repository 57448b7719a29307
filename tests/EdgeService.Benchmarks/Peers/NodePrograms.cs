using System.Globalization;

namespace EdgeService.Benchmarks.Peers;

/// <summary>What runs on Node.js: the empty call on @grpc/grpc-js, and the decision alone by Cedar.</summary>
internal static class NodePrograms
{
    private const string Advice = "Debian: apt-get install nodejs npm; then npm install --no-save --ignore-scripts --prefix tests/EdgeService.Benchmarks/Peers/Node";

    public static string? MissingGrpc() => Missing("@grpc/grpc-js", "@grpc/proto-loader");

    public static string? MissingCedar() => Missing("@cedar-policy/cedar-wasm");

    public static PeerProcess StartGrpc() => PeerProcess.Start("node", [PeerSources.Of("Node", "empty.js"), PeerSources.Protos], "ready");

    /// <summary>Microseconds of processor time a decision.</summary>
    public static double DecideByCedar(int decisions)
    {
        var said = PeerProcess.Run("node", PeerSources.Of("Node", "cedar.js"), decisions.ToString(CultureInfo.InvariantCulture));
        return double.Parse(said.Split('=')[1], CultureInfo.InvariantCulture);
    }

    private static string? Missing(params string[] packages) =>
        PeerSources.Has("node") && Array.TrueForAll(packages, package => Directory.Exists(PeerSources.Of("Node", "node_modules", package)))
            ? null
            : $"{packages[0]} is missing. {Advice}";
}

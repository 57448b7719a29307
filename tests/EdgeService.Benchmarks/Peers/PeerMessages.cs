namespace EdgeService.Benchmarks.Peers;

/// <summary>The messages of the check in a peer's language, generated from our own protos: every gRPC peer reads the same request.</summary>
internal static class PeerMessages
{
    private static readonly string[] Files = ["inquiry", "decision", "error_reason", "eligibility_service"];

    /// <param name="folder">Where they are made.</param>
    /// <param name="outputs">What protoc is to make, and where.</param>
    public static void Generate(string folder, params IEnumerable<string> outputs)
    {
        Directory.CreateDirectory(folder);
        PeerProcess.Run("protoc", ["-I", PeerSources.Protos, .. outputs, .. Files.Select(name => $"perks/edge/v1/{name}.proto")]);
    }
}

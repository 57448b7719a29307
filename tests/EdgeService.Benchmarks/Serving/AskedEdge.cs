using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Serving;

/// <summary>The doors of a served process as callers address them, with the terminal named where no certificate does.</summary>
internal static class AskedEdge
{
    public const string Terminal = "citybike:central-park:dock-1";
    public const string Check = "perks.edge.v1.EligibilityService/CheckEligibility";
    public const string Batch = "perks.edge.v1.EligibilityService/BatchCheckEligibility";
    public const string Stream = "perks.edge.v1.EligibilityService/StreamEligibility";

    /// <summary>One connection to each door, kept: the edge hears only so many new ones a second from one address.</summary>
    private static readonly HttpMessageInvoker Connection = new(new SocketsHttpHandler());

    /// <summary>What h2load sends along on the plaintext door.</summary>
    public static readonly string[] Headers = [$"x-edge-terminal: {Terminal}"];

    /// <summary>A door open to every address says so with [::], which is no address to call. Of several doors of a scheme, one counted from 0.</summary>
    public static Uri Url(this ServedProcess server, string scheme, string method, int door = 0)
    {
        var said = server.Ready.Where(address => address.StartsWith(scheme + "://", StringComparison.Ordinal)).ElementAt(door);
        return new UriBuilder(said) { Host = "localhost", Path = method }.Uri;
    }

    /// <summary>One call on the plaintext door.</summary>
    public static Task<byte[]> AskAsync(this ServedProcess server, string method, byte[] body) =>
        GrpcPost.CallAsync(Connection, server.Url("http", method), body, Terminal);
}

using System.Text.Json;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Doors.Web;

/// <summary>Connect's gRPC-Web client for Node at the browsers' door.</summary>
public sealed class ConnectTests
{
    [FactNeeds("node", "buf", "npm:@connectrpc/connect-node")]
    public async Task Client_of_others_calls_watches_and_is_told_faults_by_both_versions_of_http()
    {
        await using var host = await EdgeHost.StartAsync();
        using var files = new TemporaryFolder();
        var descriptors = files.At("protos.binpb");
        await OutsideProgram.RunAsync("buf", "build", Path.Combine(FactNeedsAttribute.Repository, "protos"), "-o", descriptors);
        var script = Path.Combine(FactNeedsAttribute.Repository, "tests", "EdgeService.Tests", "Doors", "Web", "connect-web.mjs");
        var said = JsonDocument.Parse(await OutsideProgram.RunAsync("node", script, host.Doors.Web!.ToString(), Path.Combine(host.Home, "pki"), descriptors)).RootElement;
        foreach (var version in said.EnumerateObject())
        {
            Assert.Contains("library.cardless", version.Value.GetProperty("perks").EnumerateArray().Select(perk => perk.GetString()));
            Assert.Equal("1", version.Value.GetProperty("watched").GetString());
            Assert.Equal("InvalidArgument FIELD_INVALID", version.Value.GetProperty("empty").GetString());
            Assert.Equal("PermissionDenied METHOD_NOT_ALLOWED", version.Value.GetProperty("notAllowed").GetString());
            Assert.Equal("DeadlineExceeded", version.Value.GetProperty("late").GetString());
            Assert.Equal("Unimplemented", version.Value.GetProperty("upload").GetString());
        }
    }
}

using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>A grant as the answer of a command.</summary>
internal static class GrantAnswer
{
    public static CommandAnswer Of(Grant grant) => new(
        ExitCode.Done, new JsonObject { ["grant"] = ProtoJson.Of(grant) }, screen => GrantView.Show(screen, grant));
}

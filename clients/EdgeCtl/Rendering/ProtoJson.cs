using System.Text.Json.Nodes;
using EdgeService.Core.Tokens;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeCtl.Rendering;

/// <summary>Messages of the contract in their canonical JSON, every field present, so that a script finds the same shape each time.</summary>
internal static class ProtoJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static JsonObject Of(IMessage message) => JsonNode.Parse(Formatter.Format(message))!.AsObject();

    /// <summary>A decision with its claim code beside its id.</summary>
    public static JsonObject Of(Decision decision)
    {
        var document = Of((IMessage)decision);
        document["claimCode"] = ClaimCode(decision.DecisionId);
        return document;
    }

    /// <summary>A reply whose decision, if one was taken, has its claim code beside its id.</summary>
    public static JsonObject Of(IMessage reply, Decision? decision)
    {
        var document = Of(reply);
        document["decision"] = decision is null ? null : Of(decision);
        return document;
    }

    /// <summary>What a terminal shows on a refusal and the member's app opens.</summary>
    public static string ClaimCode(ByteString decisionId) =>
        decisionId.IsEmpty ? "" : DecisionSeal.ClaimCodeOf(decisionId.Span);
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EdgeService.Tests.Doors;

/// <summary>The methods of the trial service, one for each call shape.</summary>
public static class TrialMethods
{
    private static readonly Marshaller<StringValue> Text = Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            Google.Protobuf.MessageExtensions.WriteTo(message, context.GetBufferWriter());
            context.Complete();
        },
        context => StringValue.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    public static Method<StringValue, StringValue> Unary { get; } = Of(MethodType.Unary);

    public static Method<StringValue, StringValue> ServerStreaming { get; } = Of(MethodType.ServerStreaming);

    public static Method<StringValue, StringValue> ClientStreaming { get; } = Of(MethodType.ClientStreaming);

    public static Method<StringValue, StringValue> Duplex { get; } = Of(MethodType.DuplexStreaming);

    private static Method<StringValue, StringValue> Of(MethodType type) => new(type, "perks.edge.v1.TrialService", type.ToString(), Text, Text);
}

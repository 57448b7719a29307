using System.Diagnostics;
using Google.Protobuf;
using Grpc.AspNetCore.Server;

namespace EdgeService.Faults;

/// <summary>A request whose bytes are no message of its method: the caller's fault, though it surfaces as an exception in the framework.</summary>
public static class UnreadableMessage
{
    public static EdgeFault Fault { get; } =
        new(FaultReason.FieldInvalid, "The request is no message of this method. Compare the contract that the client was made from.");

    /// <summary>
    /// Whether a call ended because the framework could not read its message. What the service itself could not read, such as a damaged record,
    /// fails with the same exception but is its own fault: the first who asked for the reading tells the two apart.
    /// </summary>
    public static bool IsCauseOf(Exception? end) =>
        end is InvalidProtocolBufferException && Readers(end).FirstOrDefault() == typeof(GrpcMethodMetadata).Assembly;

    /// <summary>Whose code asked for the reading, innermost first: the message and its generated parts are read on behalf of others.</summary>
    private static IEnumerable<System.Reflection.Assembly?> Readers(Exception end) => new StackTrace(end).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
        .Where(assembly => assembly != typeof(IMessage).Assembly && assembly != typeof(Perks.Edge.V1.Fault).Assembly);
}

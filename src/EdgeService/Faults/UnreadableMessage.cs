using System.Diagnostics;
using Google.Protobuf;
using Grpc.AspNetCore.Server;

namespace EdgeService.Faults;

/// <summary>A request whose bytes are no message of its method: the caller's fault, though it surfaces as an exception in the framework.</summary>
public static class UnreadableMessage
{
    public static EdgeFault Fault { get; } =
        new(FaultReason.FieldInvalid, "The request is no message of this method. Compare the contract that the client was made from.");

    /// <summary>Of bytes that are no frames of gRPC, which the framework answers with INTERNAL and no reason of ours.</summary>
    public static EdgeFault Unframed { get; } =
        new(FaultReason.FieldInvalid, "The request is not framed as gRPC asks: each message after a flag and its length, all of it, and one alone in a unary call.");

    /// <summary>
    /// Whether a call ended because the framework could not read its message, or its frame. What the service itself could not read, such as a
    /// damaged record, fails with the same exception but is its own fault: the first who asked for the reading tells the two apart.
    /// </summary>
    public static bool IsCauseOf(Exception? end) =>
        end is BadHttpRequestException or UnreadableBodyException || (end is IOException or InvalidDataException || IsOfParser(end)) && Readers(end!).FirstOrDefault() == typeof(GrpcMethodMetadata).Assembly;

    /// <summary>The parser's own faults: lengths beyond 31 bits and wrapped numbers cut off end in whatever exception its code runs into.</summary>
    private static bool IsOfParser(Exception? end)
    {
        if (end is not (InvalidOperationException or IndexOutOfRangeException or ArgumentException))
            return false;
        var methods = new StackTrace(end).GetFrames().Select(frame => frame.GetMethod()).Where(method => !IsPlatform(method?.DeclaringType?.Assembly)).ToArray();
        return methods is [var thrower, ..] && thrower?.DeclaringType?.Assembly == typeof(IMessage).Assembly
            && methods.Any(method => method?.Name.EndsWith("MergeFrom", StringComparison.Ordinal) == true);
    }

    /// <summary>Whose code asked for the reading, innermost first: the message and its generated parts are read on behalf of others.</summary>
    private static IEnumerable<System.Reflection.Assembly?> Readers(Exception end) => new StackTrace(end).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
        .Where(assembly => assembly != typeof(IMessage).Assembly && assembly != typeof(Perks.Edge.V1.Fault).Assembly && !IsPlatform(assembly));

    /// <summary>What unpacks a compressed message, for one.</summary>
    private static bool IsPlatform(System.Reflection.Assembly? assembly) => assembly?.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) == true;
}

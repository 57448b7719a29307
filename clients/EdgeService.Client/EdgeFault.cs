using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>Why a call was not answered. A refused perk is no fault: it is a decision in the reply.</summary>
/// <param name="Status">The status of the call.</param>
/// <param name="Reason">The reason in the service's own words; unspecified where the call did not reach it.</param>
/// <param name="Message">What is wrong, in English, for logs and developers.</param>
/// <param name="Fields">Every field that is wrong; empty unless the reason is <see cref="ErrorReason.FieldInvalid"/>.</param>
/// <param name="RetryDelay">How long the service asks to wait before the next call. Null where it does not say.</param>
public sealed record EdgeFault(
    StatusCode Status, ErrorReason Reason, string Message, IReadOnlyList<FieldFault> Fields, TimeSpan? RetryDelay)
{
    private const string ReasonTrailer = "perks-error-reason";
    private const string FieldsTrailer = "perks-error-fields-bin";
    private const string RetryDelayTrailer = "perks-retry-delay-ms";

    /// <summary>What to do next.</summary>
    public string Advice => FaultAdvice.For(this);

    /// <summary>Reads what the service said in the trailers of a failed call. Trailers that make no sense are passed over.</summary>
    public static EdgeFault Read(RpcException failure) => new(
        failure.StatusCode,
        ReadReason(failure.Trailers.GetValue(ReasonTrailer)),
        failure.Status.Detail,
        ReadFields(failure.Trailers),
        ReadDelay(failure.Trailers.GetValue(RetryDelayTrailer)));

    // The trailer holds the name as the contract spells it, with or without the enum's prefix.
    private static ErrorReason ReadReason(string? name) =>
        name is not null && FaultReasons.ByName.TryGetValue(name, out var reason) ? reason : ErrorReason.Unspecified;

    private static FieldFault[] ReadFields(Metadata trailers)
    {
        try
        {
            return trailers.GetValueBytes(FieldsTrailer) is { } bytes ? [.. Fault.Parser.ParseFrom(bytes).Fields] : [];
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    private static TimeSpan? ReadDelay(string? milliseconds) =>
        int.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var delay) ? TimeSpan.FromMilliseconds(delay) : null;
}

using System.Buffers;
using EdgeService.Faults;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;
using Perks.Edge.V1;

namespace EdgeService.Direct;

/// <summary>
/// CheckEligibility without the framework's call around it. It takes only the call that is as calls usually are: one whole message that is here, not compressed, with
/// time enough. Any other it leaves untouched to the framework's handler, so that whatever is odd is answered as the framework answers it.
/// </summary>
public sealed class DirectCheck(EligibilityEndpoint endpoint)
{
    private const string Ok = "0";

    /// <summary>Puts itself before the framework's handler of CheckEligibility, among the endpoints of its service.</summary>
    public void StandBefore(EndpointBuilder built)
    {
        if (built.Metadata.OfType<GrpcMethodMetadata>().LastOrDefault()?.Method.Name != nameof(EligibilityEndpoint.CheckEligibility))
            return;
        var framework = built.RequestDelegate!;
        built.RequestDelegate = context => TryAnswer(context) ? Task.CompletedTask : framework(context);
    }

    /// <summary>Answers the call, or leaves it as it came and says false.</summary>
    public bool TryAnswer(HttpContext context)
    {
        if (!PlainCall.IsPlain(context.Request) || !PlainCall.TryReadMessage(context.Request.BodyReader, out var arrived))
            return false;
        var answered = false;
        try
        {
            answered = IsPlain(arrived.Slice(PlainCall.PrefixBytes), out var question) && TryAnswer(context, question);
            return answered;
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(answered ? arrived.End : arrived.Start);
        }
    }

    private static bool IsPlain(in ReadOnlySequence<byte> message, out PerkQuestion question)
    {
        if (message.IsSingleSegment)
            return PlainInquiry.TryRead(message.FirstSpan, out question);
        Span<byte> together = stackalloc byte[PlainCall.MostBytes];
        message.CopyTo(together);
        return PlainInquiry.TryRead(together[..(int)message.Length], out question);
    }

    private bool TryAnswer(HttpContext context, in PerkQuestion question)
    {
        try
        {
            Write(context.Response, endpoint.Check(CallerIdentity.Of(context), question, default));
            return true;
        }
        catch (EdgeFaultException faulty)
        {
            FaultReply.Answer(context.Response, faulty.Fault);
            return true;
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            return false; // The framework's handler runs into it too, and has the words for it.
        }
    }

    private static void Write(HttpResponse response, CheckEligibilityResponse answer)
    {
        var size = answer.CalculateSize();
        response.ContentType = PlainCall.ContentType;
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers.GrpcStatus = Ok;
        var frame = response.BodyWriter.GetSpan(PlainCall.PrefixBytes + size)[..(PlainCall.PrefixBytes + size)];
        PlainCall.WritePrefix(frame, size);
        answer.WriteTo(frame[PlainCall.PrefixBytes..]);
        response.BodyWriter.Advance(frame.Length);
    }
}

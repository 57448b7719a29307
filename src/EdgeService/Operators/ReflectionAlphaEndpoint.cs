using EdgeService.Identity;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using Current = Grpc.Reflection.V1;

namespace EdgeService.Operators;

/// <summary>Reflection in its older form: the same bytes under another name, so each question is carried over and answered there.</summary>
public sealed class ReflectionAlphaEndpoint(Descriptors descriptors) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CallerIdentity.Of(context);
            var question = Current.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString());
            var answer = ReflectionEndpoint.Answer(descriptors, question);
            await responseStream.WriteAsync(ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString()), context.CancellationToken);
        }
    }
}
